package io.drawbridge.ftp.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import io.drawbridge.program.StartFailure;

@DisplayNameGeneration(ReplaceUnderscores.class)
class NamedAddressTest {
    private final List<InetAddress> known = new ArrayList<>();

    private NamedAddress named() {
        return new NamedAddress("a.setting", "ftp-0.example", this::addressesOf);
    }

    private InetAddress[] addressesOf(String name) throws UnknownHostException {
        if (known.isEmpty()) {
            throw new UnknownHostException(name);
        }
        return known.toArray(InetAddress[]::new);
    }

    private void isNow(String... addresses) throws UnknownHostException {
        known.clear();
        for (String address : addresses) {
            known.add(InetAddress.getByName(address));
        }
    }

    @Test
    void a_name_is_what_it_was_until_it_is_known_to_be_something_else() throws Exception {
        isNow("2001:db8::1", "192.0.2.1", "192.0.2.2");
        NamedAddress address = named();
        assertThat(address.current()).isEqualTo(InetAddress.getByName("192.0.2.1"));
        isNow("192.0.2.2", "192.0.2.1");
        address.lookUpAgain();
        assertThat(address.current()).isEqualTo(InetAddress.getByName("192.0.2.1"));
        isNow();
        address.lookUpAgain();
        isNow("2001:db8::1");
        address.lookUpAgain();
        assertThat(address.current()).isEqualTo(InetAddress.getByName("192.0.2.1"));
        isNow("192.0.2.3", "192.0.2.2");
        address.lookUpAgain();
        assertThat(address.current()).isEqualTo(InetAddress.getByName("192.0.2.3"));
    }

    @Test
    void one_that_is_not_known_at_the_start_or_has_no_IPv4_address_ends_it() throws Exception {
        assertThatThrownBy(this::named).isInstanceOf(StartFailure.class)
                .hasMessage("a.setting: \"ftp-0.example\" is not known");
        isNow("2001:db8::1");
        assertThatThrownBy(this::named).isInstanceOf(StartFailure.class)
                .hasMessage("a.setting: \"ftp-0.example\" has no IPv4 address");
    }
}
