package io.drawbridge.ftp.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;

/** A file has the name that the client has given it, byte by byte, with every command. */
@QuarkusTest
class NameTest extends ConversationTest {

    private String listing(FtpProbe client, String command) throws Exception {
        try (FtpProbe.DataProbe data = client.openData()) {
            client.send(command).expect("150");
            String text = data.text();
            client.expect("226");
            return text;
        }
    }

    private void store(FtpProbe client, String name) throws Exception {
        try (FtpProbe.DataProbe data = client.openData()) {
            client.send("STOR " + name).expect("150");
            data.send("content").close();
            client.expect("226");
        }
    }

    @Test
    void a_name_may_have_255_bytes_of_any_script_and_begin_with_a_dash() throws Exception {
        try (FtpProbe client = logIn()) {
            client.send("TYPE I").expect("200");
            for (String name : List.of("ไ".repeat(85), "é".repeat(127) + "x", "😀".repeat(63) + "abc", "-rf", "--", "-", "*",
                    "?",
                    "a?b*", "[a-z]", "~", "~root", "$HOME", "`id`", "a;b|c&d", "%2e%2e", "a\\b", "..\\x", "...", " ", "\"",
                    "\"\"")) {
                store(client, name);
                assertThat(home.resolve(name)).hasContent("content");
                client.send("SIZE " + name).expect("213 7").send("MDTM " + name).expect("213 ")
                        .send("HASH " + name).expect("213 SHA-256 ").send("RNFR " + name).expect("350").send("RNTO moved")
                        .expect("250").send("RNFR moved").expect("350").send("RNTO " + name).expect("250");
                assertThat(client.send("MLST " + name).reply()).contains("; /" + name + "\n");
                assertThat(listing(client, "MLSD")).endsWith("; " + name + "\r\n").hasLineCount(1);
                assertThat(listing(client, "NLST")).isEqualTo(name + "\r\n");
                assertThat(listing(client, "LIST")).endsWith(" " + name + "\r\n");
                assertThat(listing(client, "RETR " + name)).isEqualTo("content");
                client.send("DELE " + name).expect("250");
            }
            for (String name : List.of("ไ".repeat(86), "é".repeat(128), "x".repeat(256))) {
                client.askForDataPort();
                client.send("STOR " + name).expect("553").send("MKD " + name).expect("553").send("SIZE " + name).expect("553");
            }
        }
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void names_that_look_the_same_or_differ_in_case_are_different_files() throws Exception {
        String composed = "caf\u00e9";
        String decomposed = "cafe\u0301";
        try (FtpProbe client = logIn()) {
            for (String name : List.of(composed, decomposed, "file", "File", "FILE")) {
                store(client, name);
            }
            assertThat(listing(client, "NLST").split("\r\n")).containsExactlyInAnyOrder(composed, decomposed, "file", "File",
                    "FILE");
            client.send("DELE " + decomposed).expect("250").send("DELE file").expect("250").send("DELE fILE").expect("550");
            assertThat(listing(client, "NLST").split("\r\n")).containsExactlyInAnyOrder(composed, "File", "FILE");
        }
        try (Stream<Path> files = Files.list(home)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder(composed, "File", "FILE");
        }
    }

    @Test
    void a_listing_takes_the_options_of_ls_and_patterns_as_clients_send_them() throws Exception {
        Files.createDirectory(home.resolve("sub"));
        Files.writeString(home.resolve("a.txt"), "");
        Files.writeString(home.resolve(".hidden"), "");
        Files.writeString(home.resolve("-la"), "");
        try (FtpProbe client = logIn()) {
            for (String command : List.of("LIST -la", "LIST -a", "LIST -aL", "LIST -l -a", "LIST -alt .", "LIST --",
                    "LIST -la /")) {
                assertThat(listing(client, command)).as(command).hasLineCount(4).contains(" .hidden\r\n", " -la\r\n");
            }
            assertThat(listing(client, "LIST -la *.txt")).endsWith(" a.txt\r\n").hasLineCount(1);
            assertThat(listing(client, "LIST ./-la")).endsWith(" ./-la\r\n").hasLineCount(1);
            assertThat(listing(client, "LIST *")).hasLineCount(4);
            assertThat(client.send("STAT -la").reply().lines()).hasSize(6);
            assertThat(client.send("STAT *.txt").reply()).contains(" a.txt\n");
        }
    }

    /** RFC 1123 §4.1.2.7. */
    @Test
    void what_NLST_tells_can_be_retrieved_from_where_the_client_is() throws Exception {
        Files.createDirectories(home.resolve("sub/deep"));
        Files.writeString(home.resolve("sub/a.txt"), "content");
        Files.writeString(home.resolve("sub/b.bin"), "content");
        try (FtpProbe client = logIn()) {
            assertThat(listing(client, "NLST sub").split("\r\n")).containsExactlyInAnyOrder("sub/a.txt", "sub/b.bin",
                    "sub/deep");
            assertThat(listing(client, "NLST sub/*.txt")).isEqualTo("sub/a.txt\r\n");
            assertThat(listing(client, "NLST /sub/*.txt")).isEqualTo("/sub/a.txt\r\n");
            assertThat(listing(client, "NLST -1 sub//a*")).isEqualTo("sub//a.txt\r\n");
            assertThat(listing(client, "NLST sub/a.txt")).isEqualTo("sub/a.txt\r\n");
            assertThat(listing(client, "NLST /")).isEqualTo("/sub\r\n");
            assertThat(listing(client, "RETR sub/a.txt")).isEqualTo("content");
            client.send("CWD sub").expect("250");
            assertThat(listing(client, "NLST *.txt")).isEqualTo("a.txt\r\n");
            assertThat(listing(client, "NLST ../*")).isEqualTo("../sub\r\n");
            assertThat(listing(client, "NLST").split("\r\n")).containsExactlyInAnyOrder("a.txt", "b.bin", "deep");
            // Whoever asks for a long listing wants to read it.
            assertThat(listing(client, "LIST /sub/*.txt")).endsWith(" a.txt\r\n");
        }
    }
}
