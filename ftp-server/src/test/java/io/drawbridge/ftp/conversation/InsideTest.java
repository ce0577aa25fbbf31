package io.drawbridge.ftp.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;

/** Whatever a client sends as a name: it is one inside the home, or an error. */
@QuarkusTest
class InsideTest extends ConversationTest {
    /** With %s in the place of each name. */
    private static final List<String> COMMANDS = List.of("CWD %s", "MKD %s/new", "RMD %s", "DELE %s", "RNFR %s", "SIZE %s",
            "MDTM %s", "MFMT 20020717210715 %s", "MFF Modify=20020717210715; %s", "MFF UNIX.mode=0777; %s",
            "SITE CHMOD 777 %s", "SITE UTIME 200207172107 %s", "AVBL %s", "COMB inside %s", "COMB %s/new inside", "RMDA %s",
            "HASH %s", "XCRC %s", "XMD5 %s", "XSHA1 %s", "XSHA256 \"%s\" 0 1", "XSHA512 %s", "MLST %s", "MLSD %s", "STAT %s",
            "LIST %s", "NLST %s", "RETR %s", "STOR %s/new", "STOU %s/new", "APPE %s/new");

    @Test
    void no_command_leads_out_of_the_home() throws Exception {
        Path outside = Files.createTempDirectory("drawbridge-outside");
        Path file = Files.writeString(outside.resolve("file"), "secret");
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(home.resolve("inside"), "inside");
        Files.createSymbolicLink(home.resolve("link"), outside);
        try (FtpProbe client = logIn()) {
            client.send("TYPE I").expect("200");
            client.askForDataPort();
            for (String command : COMMANDS) {
                for (String name : List.of("link/file", "link/../file", file.toString(), "../../../.." + file, "x/../link/file",
                        "~root/.profile", ".drawbridge-x", "n".repeat(256), "link/none")) {
                    assertThat(client.send(command.formatted(name)).reply()).as(command.formatted(name)).matches("5[05]\\d .*");
                }
            }
            // Of a link the link itself.
            client.send("DELE link").expect("250");
        }
        assertThat(file).hasContent("secret");
        assertThat(Files.getLastModifiedTime(file).toInstant()).isEqualTo(Instant.EPOCH);
        assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
        assertThat(outside.toFile().list()).containsExactly("file");
        assertThat(home.toFile().list()).containsExactly("inside");
        Files.delete(file);
        Files.delete(outside);
    }
}
