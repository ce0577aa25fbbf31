package io.drawbridge.ftp.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.drawbridge.ftp.data.PortRange;

@DisplayNameGeneration(ReplaceUnderscores.class)
class PortRangeTextTest {

    @ParameterizedTest
    @ValueSource(strings = { "", "x", "1-", "-1", "2-1", "0-5", "1-65536", "70000", "1,2" })
    void what_is_no_range_is_refused(String text) {
        assertThatThrownBy(() -> new PortRangeText().convert(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("range of ports");
    }

    @Test
    void a_range_may_be_one_port() {
        assertThat(new PortRangeText().convert(" 40000-40099 ")).isEqualTo(new PortRange(40000, 40099));
        assertThat(new PortRangeText().convert("21")).isEqualTo(new PortRange(21, 21));
    }
}
