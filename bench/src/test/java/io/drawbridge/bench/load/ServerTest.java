package io.drawbridge.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerTest {

    @Test
    void a_server_is_a_name_an_address_and_an_account() {
        Server server = Server.parse("pure-ftpd=127.0.0.1:2200:ann:secret");
        assertThat(server.name()).isEqualTo("pure-ftpd");
        assertThat(server.address().getPort()).isEqualTo(2200);
        assertThat(server.user()).isEqualTo("ann");
        assertThat(server.password()).isEqualTo("secret");
    }

    @Test
    void there_may_be_several_and_their_account_is_bench_unless_given() {
        assertThat(Server.parseAll("a=127.0.0.1:1, b=127.9.9.9:2,c=[::1]:3")).extracting(Server::user).containsExactly("bench",
                "bench", "bench");
        assertThat(Server.parseAll("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { "a=192.0.2.1:21", "a=0.0.0.0:21", "a=10.0.0.1:2121:u:p" })
    void what_is_not_on_loopback_is_refused(String elsewhere) {
        assertThatIllegalArgumentException().isThrownBy(() -> Server.parse(elsewhere)).withMessageContaining("loopback");
    }

    @ParameterizedTest
    @ValueSource(strings = { "127.0.0.1:21", "a=127.0.0.1", "a=127.0.0.1:21:user", "=127.0.0.1:21" })
    void what_is_none_is_said(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Server.parse(text)).withMessageContaining("name=host:port");
    }
}
