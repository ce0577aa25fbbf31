package io.drawbridge.ftp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class DataAddressTest {

    @Test
    void PORT_names_an_address_and_a_port() throws Exception {
        assertThat(DataAddress.ofPort(" 192,0,2,7,4,1"))
                .hasValue(new InetSocketAddress(InetAddress.getByName("192.0.2.7"), 1025));
        assertThat(DataAddress.ofPort("255,255,255,255,255,255"))
                .hasValue(new InetSocketAddress(InetAddress.getByName("255.255.255.255"), 65535));
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "x", "1,2,3,4,5", "1,2,3,4,5,6,7", "256,0,0,1,4,1", "127,0,0,1,4,256", "127,0,0,1,-4,1",
            "127.0.0.1,4,1", "1,2,3,4,5,6x", "1,,3,4,5,6", "0001,2,3,4,5,6", "127,0,0,1, 4,1", "٣,2,3,4,5,6" })
    void what_is_not_of_the_form_of_PORT_is_nothing(String argument) {
        assertThat(DataAddress.ofPort(argument)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', value = {
            "|1|192.0.2.7|6275|,            1, 192.0.2.7,   6275",
            "!1!192.0.2.7!65535!,           1, 192.0.2.7,   65535",
            "|2|2001:db8::7|5282|,          2, 2001:db8::7, 5282",
            "~2~1080::8:800:200C:417A~5282~, 2, 1080::8:800:200c:417a, 5282" })
    void EPRT_names_a_protocol_an_address_and_a_port(String argument, String protocol, String address, int port)
            throws Exception {
        assertThat(DataAddress.protocolOfExtendedPort(argument)).hasValue(protocol);
        assertThat(DataAddress.ofExtendedPort(argument))
                .hasValue(new InetSocketAddress(InetAddress.getByName(address), port));
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "|", "||||", "|1|192.0.2.7|6275", "1|192.0.2.7|6275|", "|1|192.0.2.7!6275|",
            "|1|192.0.2|6275|",
            "|1|192.0.2.256|6275|", "|1|localhost|6275|", "|1|2001:db8::7|6275|", "|2|192.0.2.7|6275|",
            "|2|::ffff:192.0.2.7|6275|",
            "|2|fe80::1%eth0|6275|", "|2|cafe|6275|", "|2|:::|6275|", "|1|192.0.2.7|65536|", "|1|192.0.2.7|-1|", "|1||6275|",
            "|3|192.0.2.7|6275|", "|1|192.0.2.7|6275|x" })
    void what_is_not_of_the_form_of_EPRT_is_nothing(String argument) {
        assertThat(DataAddress.ofExtendedPort(argument)).isEmpty();
    }
}
