package io.drawbridge.ftp.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalInt;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.drawbridge.ftp.config.PortRangeText;

@DisplayNameGeneration(ReplaceUnderscores.class)
class PassivePortsTest {

    @Test
    void each_port_is_lent_once_until_it_is_given_back() {
        PassivePorts ports = new PassivePorts(new PortRange(40000, 40001));
        assertThat(ports.lend()).hasValue(40000);
        assertThat(ports.lend()).hasValue(40001);
        assertThat(ports.lend()).isEqualTo(OptionalInt.empty());
        ports.giveBack(40000);
        assertThat(ports.lend()).hasValue(40000);
    }

    @Test
    void the_port_given_back_last_is_lent_last() {
        PassivePorts ports = new PassivePorts(new PortRange(40000, 40002));
        ports.giveBack(ports.lend().getAsInt());
        assertThat(ports.lend()).hasValue(40001);
    }

    @Test
    void zero_is_whatever_the_system_gives() {
        PassivePorts ports = new PassivePorts(new PortRange(0, 0));
        assertThat(ports.lend()).hasValue(0);
        assertThat(ports.lend()).hasValue(0);
    }

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
