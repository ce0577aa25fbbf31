package io.drawbridge.ftp.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.drawbridge.ftp.conversation.FtpProbe.DataProbe;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;

/** A server with little patience, and without fear of bounces. */
@QuarkusTest
@TestProfile(PatienceTest.Impatient.class)
class PatienceTest extends ConversationTest {
    private static final long MOST_THE_SYSTEM_KEEPS = 32 << 20;

    public static final class Impatient implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("drawbridge.ftp.login-timeout", "2s", "drawbridge.ftp.idle-timeout", "4s",
                    "drawbridge.ftp.stall-timeout", "3s", "drawbridge.ftp.passive-address", "192.0.2.9",
                    "drawbridge.ftp.active-foreign-addresses", "true");
        }
    }

    @Test
    void who_does_not_log_in_reads_421() throws Exception {
        try (FtpProbe client = connect()) {
            client.expect("220").expect("421 Not logged in after 2 s").expectEnd();
        }
    }

    @Test
    void REIN_gives_new_time_for_the_login_to_one_who_was_logged_in_and_to_nobody_else() throws Exception {
        try (FtpProbe client = logIn()) {
            Instant reinitialized = Instant.now();
            client.send("REIN").expect("220");
            String reply;
            do {
                reply = client.send("REIN").reply();
            } while (reply.startsWith("220"));
            assertThat(reply).startsWith("421 Not logged in after 2 s");
            assertThat(Duration.between(reinitialized, Instant.now())).isGreaterThan(Duration.ofSeconds(2));
        }
    }

    @Test
    void who_is_silent_reads_421() throws Exception {
        try (FtpProbe client = logIn()) {
            client.expect("421 Idle for 4 s").expectEnd();
        }
        until(() -> sessions() == 0);
    }

    @Test
    void a_transfer_in_which_no_byte_moves_is_ended_whatever_else_the_client_says() throws Exception {
        try (FtpProbe client = logIn()) {
            client.send("TYPE I").expect("200");
            try (DataProbe up = client.openData()) {
                client.send("STOR file").expect("150");
                up.send("begin");
                String reply;
                do {
                    reply = client.send("NOOP").reply();
                } while (reply.startsWith("200"));
                assertThat(reply).startsWith("426 Transfer aborted: no byte moved for 3 s");
            }
            assertThat(home.toFile().list()).isEmpty();
        }
    }

    @Test
    void a_slow_transfer_goes_on_as_long_as_bytes_move() throws Exception {
        Files.write(home.resolve("file"), new byte[12 << 20]);
        try (FtpProbe client = logIn()) {
            client.send("TYPE I").expect("200");
            try (DataProbe down = client.openData()) {
                client.send("RETR file").expect("150");
                long begun = System.nanoTime();
                // Slower than a look at the clock would allow if only the whole file counted.
                assertThat(down.bytesSlowly(5_000)).isEqualTo(12 << 20);
                assertThat(System.nanoTime() - begun).isGreaterThan(4_000_000_000L);
            }
            client.expect("226");
        }
    }

    @Test
    void PASV_names_the_public_address() throws Exception {
        try (FtpProbe client = logIn()) {
            client.send("PASV").expect("227 Entering Passive Mode (192,0,2,9,");
        }
    }

    @Test
    void PORT_may_name_another_address_where_that_is_set_but_no_port_of_the_system() throws Exception {
        Files.writeString(home.resolve("file"), "content");
        try (FtpProbe client = logIn();
                ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.7"))) {
            other.setSoTimeout(10_000);
            client.send("EPRT |1|127.0.0.7|" + other.getLocalPort() + "|").expect("200").send("RETR file").expect("150");
            try (Socket down = other.accept()) {
                assertThat(down.getInputStream().readAllBytes()).asString().isEqualTo("content");
            }
            client.expect("226").send("PORT 127,0,0,7,0,25").expect("504 Ports below 1024");
        }
    }

    @Test
    void a_client_that_sends_without_end_and_does_not_read_is_held_up() throws Exception {
        try (FtpProbe client = connect()) {
            client.expect("220");
            // What the system keeps for both sides of a connection, and not what the server could be made to keep.
            assertThat(client.sendUntilHeldUp("HELP\r\n")).isLessThan(MOST_THE_SYSTEM_KEEPS);
        }
        until(() -> sessions() == 0);
    }

    @Test
    void a_client_that_sends_without_end_during_a_transfer_is_held_up() throws Exception {
        try (FtpProbe client = logIn()) {
            client.send("TYPE I").expect("200");
            try (DataProbe up = client.openData()) {
                client.send("STOR file").expect("150");
                up.send("begin");
                assertThat(client.sendUntilHeldUp("PWD\r\n")).isLessThan(MOST_THE_SYSTEM_KEEPS);
            }
        }
        until(() -> sessions() == 0);
    }
}
