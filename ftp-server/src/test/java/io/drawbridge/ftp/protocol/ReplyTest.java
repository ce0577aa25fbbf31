package io.drawbridge.ftp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import io.drawbridge.reply.ReplyCode;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ReplyTest {

    private static String wire(ReplyCode code, String... lines) {
        return new String(new Reply(code, List.of(lines)).wire(), StandardCharsets.UTF_8);
    }

    @Test
    void one_line_is_code_space_text() {
        assertThat(wire(ReplyCode.COMMAND_OKAY, "Fine")).isEqualTo("200 Fine\r\n");
    }

    @Test
    void several_lines_begin_and_end_with_the_code_and_none_between_looks_like_it() {
        assertThat(wire(ReplyCode.SYSTEM_STATUS, "First", "211 not the end", " padded", "Last"))
                .isEqualTo("211-First\r\n 211 not the end\r\n padded\r\n211 Last\r\n");
    }

    @Test
    void no_text_can_end_its_line_early() {
        assertThat(wire(ReplyCode.FILE_UNAVAILABLE, "a\r\n230 Logged in\0ไทย")).isEqualTo("550 a??230 Logged in?ไทย\r\n");
    }
}
