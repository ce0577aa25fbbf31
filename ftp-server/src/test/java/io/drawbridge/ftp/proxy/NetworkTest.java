package io.drawbridge.ftp.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class NetworkTest {

    @ParameterizedTest
    @CsvSource({ "192.0.2.0/24, 192.0.2.255, true", "192.0.2.0/24, 192.0.3.0, false", "192.0.2.128/25, 192.0.2.127, false",
            "192.0.2.7, 192.0.2.7, true", "192.0.2.7, 192.0.2.6, false", "0.0.0.0/0, 203.0.113.9, true",
            "0.0.0.0/0, 2001:db8::1, false", "2001:db8::/33, 2001:db8:7fff::1, true", "2001:db8::/33, 2001:db8:8000::1, false",
            "::/0, 2001:db8::1, true", "::/0, 192.0.2.1, false", "192.0.2.0/24, ::ffff:192.0.2.1, true",
            "::ffff:192.0.2.1, 192.0.2.1, true" })
    void it_contains_the_addresses_that_begin_as_it_does(String network, String address, boolean contains) throws Exception {
        assertThat(Network.of(network).contains(InetAddress.getByName(address))).isEqualTo(contains);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "/", "proxy.example", "192.0.2", "192.0.2.0/33", "192.0.2.0/-1", "192.0.2.1/24",
            "2001:db8::/129",
            "2001:db8::1/64", "192.0.2.0/24/24", "192.0.2.0/ 24" })
    void what_is_none_is_said_to_be_none(String text) {
        assertThatThrownBy(() -> Network.of(text)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(text);
    }
}
