package io.drawbridge.ftp.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class FactsTest extends ConversationTest {

    private Instant modified(String name) throws Exception {
        return Files.getLastModifiedTime(home.resolve(name)).toInstant();
    }

    private String mode(String name) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(name)));
    }

    @Test
    void MFMT_sets_the_time_that_MDTM_tells() throws Exception {
        Files.writeString(home.resolve("a file"), "");
        Files.createDirectory(home.resolve("sub"));
        try (FtpProbe client = logIn()) {
            client.send("MFMT 20020717210715 a file").expect("213 Modify=20020717210715.000; a file")
                    .send("MDTM a file").expect("213 20020717210715.000")
                    .send("MFMT 20020717210715.25 a file").expect("213 Modify=20020717210715.250; a file")
                    .send("MFMT 20030717210715 sub").expect("213");
            assertThat(modified("a file")).isEqualTo("2002-07-17T21:07:15.250Z");
            assertThat(modified("sub")).isEqualTo("2003-07-17T21:07:15Z");
            client.send("MFMT 20020717210715 none").expect("550").send("MFMT 20020717210715 ../../none").expect("550")
                    .send("MFMT 20020717210715 /").expect("550").send("MFMT 20020717210715").expect("501")
                    .send("MFMT 20020717210715 ").expect("501").send("MFMT yesterday a file").expect("501")
                    .send("MFMT 20020230000000 a file").expect("501").send("MFMT 20020717210715 .drawbridge-x").expect("553");
        }
    }

    @Test
    void MDTM_sets_no_time_and_says_who_does() throws Exception {
        Files.writeString(home.resolve("file"), "");
        Files.writeString(home.resolve("20020717210715 file"), "");
        try (FtpProbe client = logIn()) {
            client.send("MDTM 20020717210715 20020717210715 file").expect("501 MDTM tells the time; MFMT sets it")
                    .send("MDTM 20020717210715 file").expect("213").send("MDTM 20020717210715").expect("550");
        }
    }

    @Test
    void MFF_changes_all_facts_or_none() throws Exception {
        Files.writeString(home.resolve("a file"), "");
        Files.setPosixFilePermissions(home.resolve("a file"), PosixFilePermissions.fromString("rw-r--r--"));
        try (FtpProbe client = logIn()) {
            client.send("MFF modify=20020717210715;unix.mode=0600; a file")
                    .expect("213 modify=20020717210715;unix.mode=0600; a file");
            assertThat(modified("a file")).isEqualTo("2002-07-17T21:07:15Z");
            assertThat(mode("a file")).isEqualTo("rw-------");
            client.send("MFF Modify=20030101000000;Size=5; a file").expect("504")
                    .send("MFF Modify=20030101000000;UNIX.mode=abc; a file").expect("501")
                    .send("MFF Modify=20030101000000;UNIX.mode=4755; a file").expect("501")
                    .send("MFF Modify; a file").expect("501").send("MFF Modify=20030101000000 a file").expect("501")
                    .send("MFF Modify=20030101000000;").expect("501").send("MFF Modify=20030101000000; none").expect("550")
                    .send("MFF UNIX.mode=000; /").expect("550").send("MFCT 20020717210715 a file").expect("502");
            assertThat(modified("a file")).isEqualTo("2002-07-17T21:07:15Z");
            assertThat(mode("a file")).isEqualTo("rw-------");
        }
    }

    @Test
    void SITE_CHMOD_changes_what_LIST_and_MLST_tell() throws Exception {
        Files.writeString(home.resolve("a file"), "");
        try (FtpProbe client = logIn()) {
            client.send("SITE CHMOD 751 a file").expect("200").send("OPTS MLST unix.mode;").expect("200 MLST OPTS UNIX.mode;");
            assertThat(client.send("MLST a file").reply()).contains("\n UNIX.mode=0751; /a file\n");
            assertThat(client.send("STAT a file").reply()).contains("\n -rwxr-x--x 1 ftp");
            client.send("site chmod 0640 a file").expect("200");
            assertThat(mode("a file")).isEqualTo("rw-r-----");
            client.send("SITE CHMOD 644").expect("501").send("SITE CHMOD u+x a file").expect("501")
                    .send("SITE CHMOD 4755 a file").expect("501").send("SITE CHMOD 888 a file").expect("501")
                    .send("SITE CHMOD 644 none").expect("550").send("SITE CHMOD 000 /").expect("550")
                    .send("SITE CHMOD 000 ..").expect("550");
        }
    }

    @Test
    void SITE_UTIME_takes_the_forms_that_clients_send() throws Exception {
        Files.writeString(home.resolve("a file"), "");
        try (FtpProbe client = logIn()) {
            client.send("SITE UTIME 200207172107 a file").expect("200");
            assertThat(modified("a file")).isEqualTo("2002-07-17T21:07:00Z");
            client.send("SITE UTIME 20030717210715 a file").expect("200");
            assertThat(modified("a file")).isEqualTo("2003-07-17T21:07:15Z");
            client.send("SITE UTIME a file 20010101000000 20040717210715 20010101000000 UTC").expect("200");
            assertThat(modified("a file")).isEqualTo("2004-07-17T21:07:15Z");
            client.send("SITE UTIME").expect("501").send("SITE UTIME a file").expect("501")
                    .send("SITE UTIME 200207172107 none").expect("550");
        }
    }

    @Test
    void MLST_tells_that_the_home_itself_is_neither_removed_nor_renamed() throws Exception {
        try (FtpProbe client = logIn()) {
            assertThat(client.send("MLST /").reply()).contains("perm=celmp;").contains("; /\n");
            assertThat(client.send("MLST").reply()).contains("perm=celmp;");
        }
    }
}
