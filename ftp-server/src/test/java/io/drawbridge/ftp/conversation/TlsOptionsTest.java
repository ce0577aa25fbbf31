package io.drawbridge.ftp.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;

import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.drawbridge.ftp.conversation.FtpProbe.DataProbe;
import io.drawbridge.ftp.metrics.Metric;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.tls.CertificateUpdatedEvent;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;

/** TLS with what operators can switch on: implicit TLS, CCC, silent ends; and no resumption. */
@QuarkusTest
@TestProfile(TlsOptionsTest.AllOn.class)
class TlsOptionsTest extends ConversationTest {
    private final TlsClient tls = new TlsClient();

    @Inject
    MeterRegistry metrics;
    @Inject
    TlsConfigurationRegistry registry;
    @Inject
    Event<CertificateUpdatedEvent> updates;

    public static final class AllOn implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("drawbridge.ftp.implicit-tls-port", "0", "drawbridge.ftp.tls-clear-commands", "true",
                    "drawbridge.ftp.tls-data-resumption", "off",
                    "drawbridge.ftp.tls-silent-ends", "true", "drawbridge.ftp.tls-handshake-timeout", "1s");
        }
    }

    FtpProbe connectImplicitly() throws IOException {
        return FtpProbe.connect(server.implicitTlsPort().orElseThrow());
    }

    FtpProbe secure(TlsClient client) throws IOException {
        return connect().expect("220").send("AUTH TLS").expect("234").secure(client);
    }

    private double failedHandshakes() {
        return metrics.get(Metric.HANDSHAKES_FAILED.meterName()).counter().count();
    }

    @ParameterizedTest
    @ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
    void with_implicit_TLS_all_is_protected_from_the_first_byte_on(String protocol) throws Exception {
        TlsClient client = new TlsClient(protocol);
        Files.writeString(home.resolve("file"), "content");
        try (FtpProbe control = connectImplicitly().secure(client).logIn(account, PASSWORD)) {
            control.send("AUTH TLS").expect("503");
            try (DataProbe down = control.openData()) {
                control.send("RETR file").expect("150");
                assertThat(down.secure(client).text()).isEqualTo("content");
            }
            control.expect("226").send("PBSZ 0").expect("200").send("PROT P").expect("200").send("QUIT").expect("221")
                    .expectEnd();
        }
    }

    @Test
    void who_is_refused_reads_it_inside_TLS() throws Exception {
        limits(0, null, null);
        try (FtpProbe client = connectImplicitly().secure(tls)) {
            client.expect("421 Too many sessions (limit 0)").expectEnd();
        }
    }

    @Test
    void a_limit_may_be_for_the_listener_of_implicit_TLS() throws Exception {
        sql("INSERT INTO limit_rule (name, scope, subject, max_sessions, changed_by, changed_at)"
                + " VALUES ('no-ftps', 'LISTENER', 'ftps', 0, 'test', now())");
        try (FtpProbe refused = connectImplicitly().secure(tls); FtpProbe admitted = connect()) {
            refused.expect("421 ").expectEnd();
            admitted.expect("220");
        }
    }

    @Test
    void who_speaks_in_clear_where_TLS_begins_is_cut_off_and_never_held_a_place() throws Exception {
        limits(0, null, null);
        double before = failedHandshakes();
        try (FtpProbe client = connectImplicitly()) {
            client.send("USER " + account).expectNoText();
        }
        until(() -> failedHandshakes() == before + 1);
    }

    @Test
    void who_says_nothing_where_TLS_begins_is_cut_off() throws Exception {
        try (FtpProbe client = connectImplicitly()) {
            client.expectNoText();
        }
        assertThat(sessions()).isZero();
    }

    @Test
    void REIN_ends_TLS_where_AUTH_began_it() throws Exception {
        try (FtpProbe client = secure(tls).send("USER " + account).expect("331").send("PASS " + PASSWORD).expect("230")) {
            client.send("PBSZ 0").expect("200").send("PROT P").expect("200").send("REIN").expect("220");
            client.leaveTls().send("NOOP").expect("200").send("PROT P").expect("503").send("AUTH TLS").expect("234")
                    .secure(tls).send("USER " + account).expect("331").send("PASS " + PASSWORD).expect("230");
        }
    }

    @Test
    void what_was_said_during_a_transfer_before_REIN_ends_TLS_is_answered_in_clear() throws Exception {
        try (FtpProbe client = secure(tls).send("USER " + account).expect("331").send("PASS " + PASSWORD).expect("230");
                DataProbe up = client.openData()) {
            client.send("STOR file").expect("150").sendRaw("REIN\r\nSYST\r\n").send("NOOP").expect("200");
            up.send("content").close();
            client.expect("226").expect("220").leaveTls().expect("215").send("NOOP").expect("200");
        }
    }

    @Test
    void REIN_keeps_TLS_where_it_was_from_the_start() throws Exception {
        try (FtpProbe client = connectImplicitly().secure(tls).logIn(account, PASSWORD)) {
            client.send("REIN").expect("220").send("USER " + account).expect("331").send("PASS " + PASSWORD).expect("230");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
    void after_CCC_commands_are_in_clear_and_data_as_agreed(String protocol) throws Exception {
        TlsClient client = new TlsClient(protocol);
        Files.writeString(home.resolve("file"), "content");
        try (FtpProbe control = secure(client).send("USER " + account).expect("331").send("PASS " + PASSWORD)
                .expect("230").send("PBSZ 0").expect("200").send("PROT P").expect("200")) {
            control.send("CCC").expect("200").leaveTls();
            try (DataProbe down = control.openData()) {
                control.send("RETR file").expect("150");
                assertThat(down.secure(client).text()).isEqualTo("content");
            }
            control.expect("226").send("PROT C").expect("503").send("CCC").expect("503");
        }
    }

    @Test
    void commands_that_came_before_the_end_of_TLS_is_known_wait_for_it() throws Exception {
        try (FtpProbe client = secure(tls)) {
            client.sendRaw("CCC\r\nNOOP\r\n").expect("200 Go on in clear");
            client.leaveTls().expect("200").send("SYST").expect("215");
        }
    }

    @Test
    void what_comes_in_clear_right_behind_the_end_of_TLS_is_thrown_away_too_when_AUTH_is_answered_there() throws Exception {
        try (FtpProbe client = secure(tls).sendRaw("REIN\r\nAUTH TLS\r\n").expect("220")) {
            client.leaveTlsWith("SYST\r\n").expect("234").secure(tls).send("NOOP").expect("200");
        }
    }

    @Test
    void who_goes_on_in_TLS_that_ends_is_cut_off_before_the_answers_fill_the_memory() throws Exception {
        try (FtpProbe client = secure(tls).send("REIN").expect("220")) {
            client.sendUntilHeldUp("HELP\r\n");
            until(() -> sessions() == 0);
        }
    }

    @Test
    void after_CCC_and_REIN_nothing_is_protected_any_more_where_TLS_was_from_the_start() throws Exception {
        try (FtpProbe client = connectImplicitly().secure(tls).logIn(account, PASSWORD)) {
            client.send("CCC").expect("200");
            client.leaveTls().send("REIN").expect("220").send("PROT P").expect("503").send("USER " + account).expect("331")
                    .send("PASS " + PASSWORD).expect("230");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "SSL", "TLS-P" })
    void AUTH_as_old_clients_say_it_protects_data_at_once(String mechanism) throws Exception {
        Files.writeString(home.resolve("file"), "content");
        try (FtpProbe client = connect().expect("220").send("AUTH " + mechanism).expect("234").secure(tls)
                .send("USER " + account).expect("331").send("PASS " + PASSWORD).expect("230");
                DataProbe down = client.openData()) {
            client.send("RETR file").expect("150");
            assertThat(down.secure(tls).text()).isEqualTo("content");
        }
    }

    @Test
    void data_connections_resume_no_session() throws Exception {
        TlsClient client = new TlsClient("TLSv1.2");
        Files.writeString(home.resolve("file"), "content");
        try (FtpProbe control = connectImplicitly().secure(client).logIn(account, PASSWORD);
                DataProbe down = control.openData()) {
            control.send("RETR file").expect("150");
            down.secure(client);
            assertThat(down.tlsSession().getId()).isNotEqualTo(control.tlsSession().getId());
            assertThat(down.text()).isEqualTo("content");
        }
    }

    @Test
    void an_upload_whose_end_TLS_did_not_announce_may_be_taken_for_whole() throws Exception {
        try (FtpProbe client = connectImplicitly().secure(tls).logIn(account, PASSWORD);
                DataProbe up = client.openData()) {
            client.send("STOR file").expect("150");
            up.secure(tls).send("content");
            up.underneath().shutdownOutput();
            client.expect("226");
        }
        assertThat(home.resolve("file")).hasContent("content");
    }

    @Test
    void an_account_may_be_one_that_does_nothing_in_clear() throws Exception {
        sql("UPDATE account SET tls_required = true WHERE name = '" + account + "'");
        try (FtpProbe client = connect()) {
            client.expect("220").send("USER " + account).expect("331").send("PASS wrong").expect("530 Login incorrect")
                    .send("USER " + account).expect("331").send("PASS " + PASSWORD).expect("530 Only with TLS")
                    .send("PWD").expect("530").send("AUTH TLS").expect("234").secure(tls)
                    .send("USER " + account).expect("331").send("PASS " + PASSWORD).expect("230");
            client.askForDataPort();
            client.send("LIST").expect("521").send("PBSZ 0").expect("200").send("PROT C").expect("534").send("PROT P")
                    .expect("200");
            try (DataProbe list = client.openData()) {
                client.send("LIST").expect("150");
                assertThat(list.secure(tls).text()).isEmpty();
            }
        }
    }

    @Test
    void a_new_certificate_is_for_new_connections() throws Exception {
        Files.writeString(home.resolve("file"), "content");
        TlsConfiguration configuration = registry.get("ftp").orElseThrow();
        try (FtpProbe before = connectImplicitly().secure(tls).logIn(account, PASSWORD)) {
            TlsClient.newKey(data.dataDir().resolve("tls.p12"));
            assertThat(configuration.reload()).isTrue();
            updates.fire(new CertificateUpdatedEvent("ftp", configuration));

            try (DataProbe down = before.openData()) {
                before.send("RETR file").expect("150");
                assertThat(down.secure(tls).text()).isEqualTo("content");
            }
            try (FtpProbe after = connectImplicitly().secure(new TlsClient()).expect("220")) {
                assertThat(after.tlsSession().getPeerCertificates()).isNotEqualTo(before.tlsSession().getPeerCertificates());
            }
        }
    }
}
