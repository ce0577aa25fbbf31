package io.drawbridge.ftp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class UnixModeTest {

    @Test
    void every_mode_is_read_as_it_is_written() {
        for (int mode = 0; mode < 512; mode++) {
            String text = "0%03o".formatted(mode);
            assertThat(UnixMode.parse(text)).map(UnixMode::of).hasValue(text);
            assertThat(UnixMode.parse(text.substring(1))).map(UnixMode::of).hasValue(text);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "7", "77", "888", "1777", "4755", "00755", "u+x", "-755", "0x1ff", "755 " })
    void what_is_no_mode_for_clients_is_none(String text) {
        assertThat(UnixMode.parse(text)).isEmpty();
    }
}
