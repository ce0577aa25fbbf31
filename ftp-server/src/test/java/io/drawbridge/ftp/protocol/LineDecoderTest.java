package io.drawbridge.ftp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import io.drawbridge.ftp.protocol.Input.Fault;
import io.drawbridge.ftp.protocol.Input.Line;

@DisplayNameGeneration(ReplaceUnderscores.class)
class LineDecoderTest {
    private final LineDecoder decoder = new LineDecoder();

    private List<Input> decode(String... pieces) {
        List<Input> lines = new ArrayList<>();
        for (String piece : pieces) {
            decoder.feed(piece.getBytes(StandardCharsets.ISO_8859_1));
            for (Optional<Input> line = decoder.next(); line.isPresent(); line = decoder.next()) {
                lines.add(line.get());
            }
        }
        return lines;
    }

    @Test
    void a_line_ends_with_LF_with_or_without_CR() {
        assertThat(decode("NOOP\r\nSYST\nPWD\r\n\r\n")).containsExactly(new Line("NOOP"), new Line("SYST"), new Line("PWD"),
                new Line(""));
    }

    @Test
    void a_line_without_its_end_is_not_a_line() {
        assertThat(decode("NOOP\r\nDELE /data/rep")).containsExactly(new Line("NOOP"));
        assertThat(decode("ort\r", "\n")).containsExactly(new Line("DELE /data/report"));
    }

    @Test
    void a_line_may_be_cut_at_every_byte() {
        String text = new String("STOR ไทย 😀\r\nNOOP\r\n".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        for (int cut = 0; cut <= text.length(); cut++) {
            assertThat(decode(text.substring(0, cut), text.substring(cut))).containsExactly(new Line("STOR ไทย 😀"),
                    new Line("NOOP"));
        }
    }

    @Test
    void a_line_has_at_most_4096_bytes_and_the_next_is_whole_again() {
        assertThat(decode("x".repeat(4096) + "\r\n" + "x".repeat(4097) + "\r\nNOOP\r\n"))
                .containsExactly(new Line("x".repeat(4096)), Fault.TOO_LONG, new Line("NOOP"));
        assertThat(decode("x".repeat(1_000_000), "\nNOOP\n")).containsExactly(Fault.TOO_LONG, new Line("NOOP"));
    }

    @Test
    void control_bytes_and_broken_UTF_8_are_no_text() {
        assertThat(decode("A\0B\n", "A\rB\n", "A\u001bB\n", "A\u007fB\n", "A\tB\n", "\u00c3\n", "\u00c2\u0085\n", "NOOP\n"))
                .containsExactly(Fault.NOT_TEXT, Fault.NOT_TEXT, Fault.NOT_TEXT, Fault.NOT_TEXT, Fault.NOT_TEXT, Fault.NOT_TEXT,
                        Fault.NOT_TEXT, new Line("NOOP"));
    }

    @Test
    void telnet_commands_are_taken_out_wherever_they_stand() {
        assertThat(decode("\u00ff\u00f4\u00ff\u00f2ABOR\r\n", "NO\u00ff\u00fb\u0001OP\n", "NO\u00ff", "\u00fd", "\nOP\n"))
                .containsExactly(new Line("ABOR"), new Line("NOOP"), new Line("NOOP"));
        assertThat(decode("A\u00ff\u00ffB\n")).containsExactly(Fault.NOT_TEXT);
    }
}
