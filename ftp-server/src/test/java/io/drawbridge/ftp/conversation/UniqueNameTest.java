package io.drawbridge.ftp.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class UniqueNameTest extends ConversationTest {

    private static final Pattern NAME = Pattern.compile("150 FILE: (/\\S+\\.[0-9a-f]{32})");

    private String store(FtpProbe client, String command, String content) throws Exception {
        try (FtpProbe.DataProbe up = client.openData()) {
            Matcher reply = NAME.matcher(client.send(command).reply());
            assertThat(reply.matches()).isTrue();
            up.send(content).close();
            client.expect("226 Transfer complete: " + reply.group(1));
            return reply.group(1);
        }
    }

    @Test
    void STOU_stores_under_a_new_name_and_says_it_as_RFC_1123_wants() throws Exception {
        Files.writeString(home.resolve("report.csv"), "old");
        Files.createDirectory(home.resolve("sub"));
        try (FtpProbe client = logIn()) {
            String first = store(client, "STOU report.csv", "1");
            String second = store(client, "STOU report.csv", "2");
            String third = store(client, "STOU", "3");
            String fourth = store(client, "STOU sub/x", "4");
            assertThat(first).startsWith("/report.csv.").isNotEqualTo(second);
            assertThat(third).startsWith("/upload.");
            assertThat(fourth).startsWith("/sub/x.");
            assertThat(home.resolve("report.csv")).hasContent("old");
            assertThat(home.resolve(first.substring(1))).hasContent("1");
            assertThat(home.resolve(second.substring(1))).hasContent("2");
            assertThat(home.resolve(third.substring(1))).hasContent("3");
            assertThat(home.resolve(fourth.substring(1))).hasContent("4");
            try (FtpProbe.DataProbe up = client.openData()) {
                client.send("STOR file").expect("150");
                up.send("").close();
                assertThat(client.reply()).isEqualTo("226 Transfer complete");
            }
        }
    }

    @Test
    void STOU_is_refused_like_any_upload() throws Exception {
        try (FtpProbe client = logIn()) {
            client.send("STOU").expect("425");
            client.askForDataPort();
            client.send("STOU /").expect("550").send("STOU none/x").expect("550").send("STOU .drawbridge-x").expect("553")
                    .send("STOU " + "x".repeat(250)).expect("553");
        }
        assertThat(home.toFile().list()).isEmpty();
    }
}
