package io.drawbridge.ftp.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import org.junit.jupiter.api.Test;

import io.drawbridge.ftp.protocol.LineDecoder;
import io.quarkus.test.junit.QuarkusTest;

/** How what comes over the control connection becomes lines, or does not. */
@QuarkusTest
class LineTest extends ConversationTest {

    @Test
    void a_line_has_4096_bytes_at_most_and_the_connection_goes_on_after_a_longer_one() throws Exception {
        try (FtpProbe client = logIn()) {
            client.send("NOOP " + "x".repeat(LineDecoder.MAX_LINE - 5)).expect("200")
                    .send("NOOP " + "x".repeat(LineDecoder.MAX_LINE - 4)).expect("500 Line too long")
                    // In bytes, not in characters.
                    .send("NOOP " + "ไ".repeat(1364)).expect("500 Line too long")
                    .sendRaw("x".repeat(1_000_000)).sendRaw("\nPWD\n").expect("500 Line too long").expect("257 \"/\"");
        }
    }

    @Test
    void every_control_byte_makes_of_a_line_one_that_is_not_executed() throws Exception {
        try (FtpProbe client = logIn()) {
            for (byte octet = 0; octet < ' '; octet++) {
                if (octet != '\n') {
                    client.sendRaw(new byte[] { 'M', 'K', 'D', ' ', 'a', octet, 'b', '\r', '\n' }).expect("501");
                }
            }
            client.sendRaw("MKD a\u007fb\r\n").expect("501").sendRaw("MKD a\u0085b\r\n").expect("501").sendRaw("MKD a\r\r\n")
                    .expect("501").sendRaw("\0\r\n").expect("501").send("NOOP").expect("200");
        }
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void what_is_no_UTF_8_names_nothing() throws Exception {
        try (FtpProbe client = logIn()) {
            // Latin-1, a slash and two dots written too long, half a pair of UTF-16, and a byte order mark, which is UTF-8.
            for (String name : new String[] { "caf\u00e9", "\u00c0\u00af", "\u00c0\u00ae\u00c0\u00ae/x",
                    "\u00ed\u00a0\u0080" }) {
                client.sendRaw(("MKD " + name + "\r\n").getBytes(StandardCharsets.ISO_8859_1)).expect("501");
            }
            client.send("MKD \ufeff").expect("257 \"/\ufeff\"").send("RMD \ufeff").expect("250");
        }
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void lines_are_the_same_wherever_the_network_cuts_them() throws Exception {
        byte[] lines = bytes("\u00ff\u00f4\u00ff\u00f2MKD ", "ไทย😀", "\r\nPWD\nRMD ", "ไทย😀",
                "\r\nNO\u00ff\u00fb\u0001OP\r\n");
        try (FtpProbe client = logIn()) {
            for (int cut = 0; cut <= lines.length; cut++) {
                client.sendRaw(Arrays.copyOf(lines, cut)).sendRaw(Arrays.copyOfRange(lines, cut, lines.length))
                        .expect("257 \"/ไทย😀\" created").expect("257 \"/\"").expect("250").expect("200");
            }
            for (byte octet : lines) {
                client.sendRaw(new byte[] { octet });
            }
            client.expect("257 \"/ไทย😀\" created").expect("257 \"/\"").expect("250").expect("200");
        }
    }

    /** By turns bytes, written as the characters of that number, and text. */
    private static byte[] bytes(String... bytesAndText) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < bytesAndText.length; i++) {
            all.writeBytes(bytesAndText[i].getBytes(i % 2 == 0 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8));
        }
        return all.toByteArray();
    }

    @Test
    void half_a_line_at_the_end_is_not_executed() throws Exception {
        Path file = Files.writeString(home.resolve("file"), "");
        for (String half : new String[] { "DELE file", "DELE file\r", "DELE file\u0000" }) {
            try (FtpProbe client = logIn()) {
                client.sendRaw("NOOP\r\n" + half).expect("200").closeOutput();
                client.expectEnd();
            }
            try (FtpProbe client = logIn()) {
                client.sendRaw("NOOP\r\n" + half).expect("200");
            }
            try (FtpProbe client = logIn()) {
                client.sendRaw("NOOP\r\n" + half).expect("200").reset();
            }
        }
        until(() -> sessions() == 0);
        assertThat(file).exists();
    }

    @Test
    void whole_lines_before_the_end_are_executed() throws Exception {
        Path file = Files.writeString(home.resolve("file"), "");
        try (FtpProbe client = logIn()) {
            client.sendRaw("DELE file\r\nNOOP").closeOutput();
            client.expect("250").expectEnd();
        }
        assertThat(file).doesNotExist();
    }
}
