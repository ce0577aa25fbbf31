package io.drawbridge.ftp.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;

/** A server that keeps what has come of an upload that broke off. */
@QuarkusTest
@TestProfile(PartialUploadTest.Keeping.class)
class PartialUploadTest extends ConversationTest {

    public static final class Keeping implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("drawbridge.ftp.partial-uploads", "keep");
        }
    }

    @Test
    void after_ABOR_the_client_asks_for_the_SIZE_and_goes_on_with_REST() throws Exception {
        try (FtpProbe client = logIn()) {
            breakOff(client, "STOR file", "01234");
            client.send("SIZE file").expect("213 5").send("REST 5").expect("350");
            complete(client, "STOR file", "56789");
            client.send("SIZE file").expect("213 10");
        }
        assertThat(home.resolve("file")).hasContent("0123456789");
        assertThat(home.toFile().list()).containsExactly("file");
    }

    @Test
    void after_ABOR_the_client_asks_for_the_SIZE_and_goes_on_with_APPE() throws Exception {
        try (FtpProbe client = logIn()) {
            breakOff(client, "STOR file", "01234");
            client.send("SIZE file").expect("213 5");
            breakOff(client, "APPE file", "567");
            client.send("SIZE file").expect("213 8");
            complete(client, "APPE file", "89");
        }
        assertThat(home.resolve("file")).hasContent("0123456789");
    }

    @Test
    void who_vanished_finds_at_the_next_login_what_had_come() throws Exception {
        FtpProbe client = logIn();
        client.send("TYPE I").expect("200");
        try (FtpProbe.DataProbe up = client.openData()) {
            client.send("STOR file").expect("150");
            up.send("01234");
            awaitPart("01234");
            client.reset();
            until(() -> sessions() == 0);
        }
        try (FtpProbe again = logIn()) {
            again.send("TYPE I").expect("200").send("SIZE file").expect("213 5").send("REST 5").expect("350");
            complete(again, "STOR file", "56789");
        }
        assertThat(home.resolve("file")).hasContent("0123456789");
    }

    @Test
    void it_takes_the_place_of_an_older_file_when_it_breaks_off_and_not_before() throws Exception {
        Files.writeString(home.resolve("file"), "an older and longer file");
        try (FtpProbe client = logIn()) {
            client.send("TYPE I").expect("200");
            try (FtpProbe.DataProbe up = client.openData()) {
                client.send("STOR file").expect("150");
                up.send("01234");
                awaitPart("01234");
                client.send("STAT file");
                assertThat(client.reply()).contains(" 24 ");
                client.send("ABOR").expect("426").expect("226").send("SIZE file").expect("213 5");
            }
        }
    }

    @Test
    void when_nothing_has_come_the_older_file_stays() throws Exception {
        Files.writeString(home.resolve("file"), "older");
        try (FtpProbe client = logIn()) {
            client.send("TYPE I").expect("200");
            client.askForDataPort();
            client.send("STOR file").expect("150").send("ABOR").expect("426").expect("226");
            client.askForDataPort();
            client.send("STOR new").expect("150").expect("425");
        }
        assertThat(home.resolve("file")).hasContent("older");
        assertThat(home.toFile().list()).containsExactly("file");
    }

    @Test
    void nothing_is_kept_of_lines_as_no_client_knows_where_to_go_on_in_them() throws Exception {
        try (FtpProbe client = logIn()) {
            client.send("TYPE A").expect("200");
            try (FtpProbe.DataProbe up = client.openData()) {
                client.send("STOR file").expect("150");
                up.send("one\r\n");
                awaitPart("one\n");
                client.send("ABOR").expect("426").expect("226");
            }
        }
        assertThat(home.toFile().list()).isEmpty();
    }

    private void breakOff(FtpProbe client, String command, String content) throws Exception {
        long before = bytes();
        client.send("TYPE I").expect("200");
        try (FtpProbe.DataProbe up = client.openData()) {
            client.send(command).expect("150");
            up.send(content);
            until(() -> bytes() == before + content.length());
            client.send("ABOR").expect("426").expect("226");
        }
    }

    private static void complete(FtpProbe client, String command, String content) throws Exception {
        int port = client.askForDataPort();
        client.send(command).expect("150");
        try (FtpProbe.DataProbe up = FtpProbe.DataProbe.connect("127.0.0.1", port)) {
            up.send(content);
        }
        client.expect("226");
    }

    private void awaitPart(String content) {
        long before = home.resolve("file").toFile().length();
        until(() -> bytes() == before + content.length());
    }

    /** In all files of the home, seen and hidden. */
    private long bytes() {
        long bytes = 0;
        for (java.io.File file : home.toFile().listFiles()) {
            bytes += file.length();
        }
        return bytes;
    }
}
