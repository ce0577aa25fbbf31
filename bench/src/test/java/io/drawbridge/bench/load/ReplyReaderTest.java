package io.drawbridge.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

class ReplyReaderTest {
    private final ReplyReader reader = new ReplyReader();

    private List<Reply> read(String text) {
        List<Reply> replies = new ArrayList<>();
        for (byte octet : text.getBytes(StandardCharsets.ISO_8859_1)) {
            reader.next(octet).ifPresent(replies::add);
        }
        return replies;
    }

    @Test
    void a_line_is_a_reply() {
        assertThat(read("220 ready\r\n200\r\n")).containsExactly(new Reply(220, "ready"), new Reply(200, ""));
    }

    @Test
    void several_lines_are_one_that_ends_with_its_own_code() {
        assertThat(read("211-Features:\r\n 220 is none\r\n220 neither\r\n211-nor this\r\n211 End\r\n"))
                .containsExactly(new Reply(211, "End"));
    }

    @Test
    void half_a_reply_is_none() {
        assertThat(read("421 not no")).isEmpty();
        assertThat(read("w\r\n")).containsExactly(new Reply(421, "not now"));
    }

    @Test
    void what_is_no_reply_and_what_has_no_end_is_an_error() {
        assertThatIllegalStateException().isThrownBy(() -> read("hello\r\n"));
        assertThatIllegalStateException().isThrownBy(() -> read("x".repeat(100_000)));
    }
}
