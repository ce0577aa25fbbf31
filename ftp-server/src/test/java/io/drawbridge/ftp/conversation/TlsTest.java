package io.drawbridge.ftp.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.SocketException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import javax.net.ssl.SSLHandshakeException;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.drawbridge.ftp.conversation.FtpProbe.DataProbe;
import io.drawbridge.ftp.metrics.Metric;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;

/** Explicit TLS (RFC 4217) where it is allowed. */
@QuarkusTest
class TlsTest extends ConversationTest {
    private static final int BIG = 20 << 20;
    private static final long MANY_BYTES = 1L << 30;
    private static final int MANY = 1_000_000;

    private final TlsClient tls = new TlsClient();

    @Inject
    MeterRegistry metrics;

    private FtpProbe secure() throws IOException {
        return connect().expect("220").send("AUTH TLS").expect("234").secure(tls);
    }

    private FtpProbe logInSecurely() throws IOException {
        return secure().send("USER " + account).expect("331").send("PASS " + PASSWORD).expect("230")
                .send("PBSZ 0").expect("200 PBSZ=0").send("PROT P").expect("200").send("TYPE I").expect("200");
    }

    private static byte[] bigFile() {
        byte[] bytes = new byte[BIG];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
    void a_session_in_TLS(String protocol) throws Exception {
        TlsClient client = new TlsClient(protocol);
        Files.writeString(home.resolve("file"), "content");
        try (FtpProbe control = connect().expect("220").send("AUTH TLS").expect("234").secure(client)) {
            control.send("USER " + account).expect("331").send("PASS " + PASSWORD).expect("230");
            control.send("PBSZ 0").expect("200").send("PROT P").expect("200").send("TYPE I").expect("200");
            try (DataProbe down = control.openData()) {
                control.send("RETR file").expect("150");
                assertThat(down.secure(client).text()).isEqualTo("content");
            }
            control.expect("226");
            try (DataProbe up = control.openData()) {
                control.send("STOR other").expect("150");
                up.secure(client).send("more");
            }
            control.expect("226");
            assertThat(home.resolve("other")).hasContent("more");
            try (DataProbe list = control.openData()) {
                control.send("MLSD").expect("150");
                assertThat(list.secure(client).text()).contains("file", "other");
            }
            control.expect("226").send("QUIT").expect("221").expectEnd();
        }
        until(() -> sessions() == 0);
    }

    @Test
    void FEAT_offers_TLS() throws Exception {
        try (FtpProbe client = connect()) {
            assertThat(client.expect("220").send("FEAT").reply().split("\n")).contains(" AUTH TLS", " PBSZ", " PROT");
        }
    }

    @Test
    void what_was_sent_in_clear_behind_AUTH_is_thrown_away() throws Exception {
        try (FtpProbe client = connect()) {
            client.expect("220").sendRaw("AUTH TLS\r\nHELP\r\nUSER " + account + "\r\nSYS").expect("234");
            client.secure(tls).send("NOOP").expect("200").send("PASS " + PASSWORD).expect("503");
        }
    }

    @Test
    void a_name_that_was_given_in_clear_counts_no_more() throws Exception {
        try (FtpProbe client = connect()) {
            client.expect("220").send("USER " + account).expect("331").send("AUTH TLS").expect("234").secure(tls)
                    .send("PASS " + PASSWORD).expect("503");
        }
    }

    @Test
    void lines_behind_an_AUTH_that_is_refused_are_answered() throws Exception {
        try (FtpProbe client = connect()) {
            client.expect("220").sendRaw("SYST\r\nAUTH KERBEROS_V4\r\nNOOP\r\nauth x\r\nNOOP\r\n")
                    .expect("215").expect("504").expect("200").expect("504").expect("200");
        }
    }

    @Test
    void commands_come_in_their_order() throws Exception {
        try (FtpProbe client = connect()) {
            client.expect("220").send("PBSZ 0").expect("503").send("PROT P").expect("503").send("CCC").expect("503")
                    .send("AUTH GSSAPI").expect("504").send("AUTH TLS").expect("234").secure(tls)
                    .send("AUTH TLS").expect("503").send("PROT P").expect("503")
                    .send("PBSZ x").expect("501").send("PBSZ 65536").expect("200 PBSZ=0")
                    .send("PROT S").expect("536").send("PROT E").expect("536").send("PROT X").expect("504")
                    .send("PROT C").expect("200").send("PROT P").expect("200").send("CCC").expect("534");
        }
        try (FtpProbe client = logIn()) {
            client.send("AUTH TLS").expect("503");
        }
    }

    @Test
    void big_files_go_both_ways_whole() throws Exception {
        byte[] content = bigFile();
        try (FtpProbe client = logInSecurely()) {
            try (DataProbe up = client.openData()) {
                client.send("STOR big").expect("150");
                up.secure(tls).send(content);
            }
            client.expect("226");
            assertThat(Files.readAllBytes(home.resolve("big"))).isEqualTo(content);
            try (DataProbe down = client.openData()) {
                client.send("RETR big").expect("150");
                assertThat(down.secure(tls).bytes()).isEqualTo(content);
            }
            client.expect("226").send("REST 20000000").expect("350");
            try (DataProbe down = client.openData()) {
                client.send("RETR big").expect("150");
                assertThat(down.secure(tls).bytes()).hasSize(BIG - 20_000_000);
            }
            client.expect("226");
        }
    }

    @Test
    void a_client_may_begin_TLS_on_the_data_connection_before_the_150() throws Exception {
        Files.writeString(home.resolve("file"), "content");
        try (FtpProbe client = logInSecurely(); DataProbe down = client.openData()) {
            Thread handshake = Thread.ofVirtual().start(() -> {
                try {
                    down.secure(tls);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            client.send("NOOP").expect("200").send("RETR file").expect("150");
            handshake.join();
            assertThat(down.text()).isEqualTo("content");
            client.expect("226");
        }
    }

    @Test
    void data_connections_are_in_clear_with_PROT_C() throws Exception {
        Files.writeString(home.resolve("file"), "content");
        try (FtpProbe client = logInSecurely().send("PROT C").expect("200"); DataProbe down = client.openData()) {
            client.send("RETR file").expect("150");
            assertThat(down.text()).isEqualTo("content");
            client.expect("226");
        }
    }

    @Test
    void an_upload_whose_end_was_not_announced_by_TLS_is_no_file() throws Exception {
        try (FtpProbe client = logInSecurely()) {
            try (DataProbe up = client.openData()) {
                client.send("STOR file").expect("150");
                up.secure(tls).send("half of it");
                up.underneath().shutdownOutput();
                client.expect("426");
            }
            assertThat(home.toFile().list()).isEmpty();
            client.send("NOOP").expect("200");
        }
    }

    @Test
    void a_transfer_in_TLS_can_be_aborted() throws Exception {
        Files.write(home.resolve("big"), bigFile());
        try (FtpProbe client = logInSecurely()) {
            try (DataProbe down = client.openData()) {
                client.send("RETR big").expect("150");
                down.secure(tls);
                client.send("NOOP").expect("200").send("ABOR").expect("426").expect("226");
            }
            try (DataProbe up = client.openData()) {
                client.send("STOR other").expect("150");
                up.secure(tls).send("begin");
                client.send("ABOR").expect("426").expect("226");
            }
            assertThat(home.resolve("other")).doesNotExist();
            client.send("NOOP").expect("200");
        }
    }

    @Test
    void a_data_connection_without_TLS_is_answered_522() throws Exception {
        try (FtpProbe client = logInSecurely(); DataProbe up = client.openData()) {
            client.send("STOR file").expect("150");
            up.send("this is no handshake");
            client.expect("522").send("NOOP").expect("200");
            assertThat(home.toFile().list()).isEmpty();
        }
    }

    @Test
    void a_failed_handshake_ends_the_connection_and_gives_the_place_back() throws Exception {
        limits(1, null, null);
        double before = failedHandshakes();
        try (FtpProbe client = connect()) {
            client.expect("220").send("AUTH TLS").expect("234").sendRaw("this is no handshake\r\n");
            client.expectNoText();
            until(() -> sessions() == 0);
            assertThat(failedHandshakes()).isEqualTo(before + 1);
        }
        try (FtpProbe client = connect()) {
            client.expect("220").send("AUTH TLS").expect("234").closeOutput();
            client.expectNoText();
            until(() -> sessions() == 0);
        }
        connect().expect("220").close();
    }

    private double failedHandshakes() {
        return metrics.get(Metric.HANDSHAKES_FAILED.meterName()).counter().count();
    }

    @Test
    void nobody_negotiates_a_second_time() throws Exception {
        try (FtpProbe client = connect().expect("220").send("AUTH TLS").expect("234").secure(new TlsClient("TLSv1.2"))) {
            client.send("NOOP").expect("200");
            client.handshakeAgain().send("NOOP").expectNoText();
        } catch (SSLHandshakeException refused) {
            // BoringSSL says so before the connection ends.
            assertThat(refused).hasMessageContaining("no_renegotiation");
        } catch (SocketException cutOff) {
            // Java's connection ends with the client's first word of it; what it says behind that nobody takes.
            assertThat(cutOff).hasMessageMatching("Broken pipe|Connection reset.*");
        }
        until(() -> sessions() == 0);
    }

    @Test
    void new_keys_are_to_be_had_but_not_for_clients_that_do_not_read_them() throws Exception {
        try (FtpProbe client = logInSecurely().handshakeAgain().send("NOOP").expect("200")) {
            assertThatThrownBy(() -> {
                for (int i = 0; i < MANY; i++) {
                    client.handshakeAgain();
                }
            }).isInstanceOf(IOException.class);
        }
        until(() -> sessions() == 0);
    }

    @Test
    void downloads_that_nobody_reads_wait_in_the_file_and_not_in_memory() throws Exception {
        try (RandomAccessFile file = new RandomAccessFile(home.resolve("file").toFile(), "rw")) {
            file.setLength(MANY_BYTES);
        }
        List<FtpProbe> clients = new ArrayList<>();
        List<DataProbe> downs = new ArrayList<>();
        try {
            for (int i = 0; i < 10; i++) {
                FtpProbe client = logInSecurely();
                clients.add(client);
                downs.add(client.openData());
                client.send("RETR file").expect("150");
            }
            long before = buffers();
            for (DataProbe down : downs) {
                down.secure(tls);
            }
            until(() -> transferring() == 10);
            assertThat(buffers() - before).isLessThan(10 << 20);
        } finally {
            for (DataProbe down : downs) {
                down.close();
            }
            for (FtpProbe client : clients) {
                client.close();
            }
        }
    }

    /** Outside the heap, in bytes. */
    private static long buffers() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct")).mapToLong(BufferPoolMXBean::getMemoryUsed).sum();
    }
}
