package io.drawbridge.ftp.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class ListingTest extends ConversationTest {

    @BeforeEach
    void two_files_and_a_directory() throws Exception {
        Files.writeString(home.resolve("old.txt"), "12345");
        Files.setLastModifiedTime(home.resolve("old.txt"), FileTime.from(Instant.parse("2001-02-03T04:05:06Z")));
        Files.writeString(home.resolve("ไทย.csv"), "");
        Files.createDirectory(home.resolve("sub"));
    }

    private String listing(FtpProbe client, String command) throws Exception {
        try (FtpProbe.DataProbe data = client.openData()) {
            client.send(command).expect("150");
            String text = data.text();
            client.expect("226");
            return text;
        }
    }

    @Test
    void LIST_reads_like_ls() throws Exception {
        try (FtpProbe client = logIn()) {
            assertThat(listing(client, "LIST").split("\r\n")).hasSize(3)
                    .contains("-rw-r--r-- 1 ftp      ftp                 5 Feb 03  2001 old.txt")
                    .anyMatch(line -> line
                            .matches("drwxr-xr-x 1 ftp      ftp                 0 \\w{3} \\d\\d \\d\\d:\\d\\d sub"));
            assertThat(listing(client, "LIST -la")).isEqualTo(listing(client, "LIST"));
            assertThat(listing(client, "LIST -a -l sub")).isEmpty();
            assertThat(listing(client, "LIST old.txt")).endsWith(" old.txt\r\n").hasLineCount(1);
        }
    }

    @Test
    void NLST_tells_names_and_takes_patterns() throws Exception {
        try (FtpProbe client = logIn()) {
            assertThat(listing(client, "NLST").split("\r\n")).containsExactlyInAnyOrder("old.txt", "ไทย.csv", "sub");
            assertThat(listing(client, "NLST *.txt")).isEqualTo("old.txt\r\n");
            assertThat(listing(client, "NLST ???.c*")).isEqualTo("ไทย.csv\r\n");
            assertThat(listing(client, "NLST *.none")).isEmpty();
            client.askForDataPort();
            client.send("NLST none").expect("550");
        }
    }

    @Test
    void MLSD_tells_facts() throws Exception {
        try (FtpProbe client = logIn()) {
            assertThat(listing(client, "MLSD").split("\r\n"))
                    .anyMatch(line -> line
                            .matches(
                                    "type=file;size=5;modify=20010203040506\\.000;perm=adfrw;unique=[^;]+;UNIX\\.mode=0\\d{3}; old\\.txt"))
                    .anyMatch(line -> line.matches("type=dir;modify=\\S+;perm=cdeflmp;unique=[^;]+;UNIX\\.mode=0\\d{3}; sub"));
            client.send("OPTS MLST type;").expect("200");
            assertThat(listing(client, "MLSD").split("\r\n")).contains("type=file; old.txt", "type=dir; sub");
            client.send("MLSD old.txt").expect("501").send("MLSD none").expect("550");
        }
    }

    @Test
    void STAT_tells_over_the_control_connection() throws Exception {
        try (FtpProbe client = logIn()) {
            assertThat(client.send("STAT /").reply()).startsWith("213-").contains(" old.txt\n").contains(" sub\n");
            assertThat(client.send("STAT").reply()).startsWith("211-").contains(account).contains("No transfer is running");
        }
    }

    @Test
    void a_directory_of_ten_thousand_is_listed_whole() throws Exception {
        for (int i = 0; i < 10_000; i++) {
            Files.createFile(home.resolve("sub").resolve("file-" + i));
        }
        try (FtpProbe client = logIn()) {
            assertThat(listing(client, "MLSD sub").lines()).hasSize(10_000);
            assertThat(client.send("STAT sub").reply().lines()).hasSizeLessThan(1100);
        }
    }
}
