package io.drawbridge.ftp.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class FileTest extends ConversationTest {

    @Test
    void a_file_is_renamed_by_RNFR_and_then_RNTO() throws Exception {
        Files.writeString(home.resolve("a"), "content");
        try (FtpProbe client = logIn()) {
            client.send("RNFR a").expect("350").send("RNTO b").expect("250").send("RNTO c").expect("503")
                    .send("RNFR a").expect("550")
                    .send("RNFR b").expect("350").send("NOOP").expect("200").send("RNTO c").expect("250")
                    .send("RNFR c").expect("350").send("PWD").expect("257").send("RNTO d").expect("503");
        }
        assertThat(home.resolve("c")).hasContent("content");
    }

    @Test
    void a_file_is_deleted_and_a_directory_is_not() throws Exception {
        Files.writeString(home.resolve("file"), "");
        Files.createDirectory(home.resolve("directory"));
        try (FtpProbe client = logIn()) {
            client.send("DELE file").expect("250").send("DELE file").expect("550").send("DELE directory").expect("550")
                    .send("RMD directory").expect("250").send("DELE /").expect("550").send("RMD /").expect("550");
        }
    }

    @Test
    void size_and_time_are_told_as_RFC_3659_says() throws Exception {
        Files.writeString(home.resolve("file"), "12345");
        Files.setLastModifiedTime(home.resolve("file"), FileTime.from(Instant.parse("2026-02-03T04:05:06.789Z")));
        try (FtpProbe client = logIn()) {
            client.send("SIZE file").expect("550").send("TYPE I").expect("200").send("SIZE file").expect("213 5")
                    .send("MDTM file").expect("213 20260203040506.789").send("SIZE /").expect("550")
                    .send("MDTM none").expect("550");
            assertThat(client.send("MLST file").reply())
                    .matches(
                            "250-Listing /file\n type=file;size=5;modify=20260203040506\\.789;perm=adfrw;unique=[\\w-]+;UNIX\\.mode=0\\d{3}; /file"
                                    + "\n250 End");
        }
    }

    @Test
    void settings_that_are_not_offered_are_answered_504() throws Exception {
        try (FtpProbe client = logIn()) {
            client.send("TYPE A N").expect("200").send("TYPE L 8").expect("200").send("type i").expect("200")
                    .send("TYPE E").expect("504").send("TYPE L 36").expect("504").send("TYPE X").expect("504").send("STRU F")
                    .expect("200").send("STRU R").expect("504").send("STRU P").expect("504")
                    .send("MODE S").expect("200").send("MODE B").expect("504").send("ALLO 10").expect("202");
        }
    }

    @Test
    void names_of_the_server_itself_are_not_for_clients() throws Exception {
        Files.writeString(home.resolve(".drawbridge-1-1-1.part"), "half");
        try (FtpProbe client = logIn()) {
            client.send("DELE .drawbridge-1-1-1.part").expect("553").send("MKD .drawbridge-x").expect("553");
            try (FtpProbe.DataProbe listing = client.openData()) {
                client.send("NLST").expect("150");
                assertThat(listing.text()).isEmpty();
                client.expect("226");
            }
        }
    }
}
