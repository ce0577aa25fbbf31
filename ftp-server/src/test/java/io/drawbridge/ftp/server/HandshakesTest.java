package io.drawbridge.ftp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class HandshakesTest {
    private final Handshakes handshakes = new Handshakes();

    private static InetAddress address(int last) throws Exception {
        return InetAddress.getByAddress(new byte[] { (byte) 192, 0, 2, (byte) last });
    }

    private int beginAsManyAsCan(InetAddress address) {
        int begun = 0;
        while (begun < 10_000 && handshakes.begin(address)) {
            begun++;
        }
        return begun;
    }

    @Test
    void an_address_has_half_of_the_places() throws Exception {
        assertThat(beginAsManyAsCan(address(1))).isEqualTo(500);
        assertThat(handshakes.begin(address(2))).isTrue();
    }

    @Test
    void all_together_have_an_end_too() throws Exception {
        assertThat(beginAsManyAsCan(address(1)) + beginAsManyAsCan(address(2))).isEqualTo(1000);
        assertThat(handshakes.begin(address(3))).isFalse();
    }

    @Test
    void one_that_ends_makes_room_for_another() throws Exception {
        int begun = beginAsManyAsCan(address(1));
        for (int i = 0; i < begun; i++) {
            handshakes.end(address(1));
        }
        assertThat(beginAsManyAsCan(address(1))).isEqualTo(begun);
    }
}
