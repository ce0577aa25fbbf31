package io.drawbridge.ftp.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.drawbridge.ftp.conversation.FtpProbe.DataProbe;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;

/** A server on which nothing goes in clear, and data connections show whose they are. */
@QuarkusTest
@TestProfile(TlsRequiredTest.Strict.class)
class TlsRequiredTest extends ConversationTest {

    public static final class Strict implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("drawbridge.ftp.tls", "required", "drawbridge.ftp.tls-data-resumption", "required",
                    "drawbridge.ftp.tls-handshake-timeout", "1s");
        }
    }

    private FtpProbe logInSecurely(TlsClient tls) throws Exception {
        return connect().expect("220").send("AUTH TLS").expect("234").secure(tls).send("USER " + account).expect("331")
                .send("PASS " + PASSWORD).expect("230").send("PBSZ 0").expect("200");
    }

    @Test
    void nobody_logs_in_in_clear() throws Exception {
        try (FtpProbe client = connect()) {
            client.expect("220").send("USER " + account).expect("530 Only with TLS").send("PASS " + PASSWORD).expect("503")
                    .send("NOOP").expect("200").send("QUIT").expect("221").expectEnd();
        }
    }

    @Test
    void nothing_is_transferred_in_clear() throws Exception {
        Files.writeString(home.resolve("file"), "content");
        try (FtpProbe client = logInSecurely(new TlsClient())) {
            client.askForDataPort();
            for (String command : new String[] { "RETR file", "STOR other", "APPE file", "LIST", "NLST", "MLSD" }) {
                client.send(command).expect("521");
            }
            client.send("PROT C").expect("534");
            assertThat(home.toFile().list()).containsExactly("file");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
    void a_data_connection_resumes_the_session_of_its_control_connection(String protocol) throws Exception {
        TlsClient tls = new TlsClient(protocol);
        Files.writeString(home.resolve("file"), "content");
        try (FtpProbe client = logInSecurely(tls).send("PROT P").expect("200")) {
            for (int i = 0; i < 3; i++) {
                try (DataProbe down = client.openData()) {
                    client.send("RETR file").expect("150");
                    assertThat(down.secure(tls).text()).isEqualTo("content");
                }
                client.expect("226");
            }
            try (DataProbe strange = client.openData()) {
                client.send("RETR file").expect("150");
                strange.secure(new TlsClient(protocol));
                client.expect("522").send("NOOP").expect("200");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
    void a_data_connection_resumes_no_session_of_somebody_else(String protocol) throws Exception {
        TlsClient other = new TlsClient(protocol);
        Files.writeString(home.resolve("file"), "content");
        try (FtpProbe client = logInSecurely(new TlsClient(protocol)).send("PROT P").expect("200");
                FtpProbe stranger = connect().expect("220").send("AUTH TLS").expect("234").secure(other);
                DataProbe strange = client.openData()) {
            stranger.send("NOOP").expect("200");
            client.send("RETR file").expect("150");
            strange.secure(other);
            client.expect("522");
        }
    }

    @Test
    void a_handshake_that_does_not_come_in_time_ends_the_connection() throws Exception {
        try (FtpProbe client = connect()) {
            client.expect("220").send("AUTH TLS").expect("234").expectNoText();
        }
        until(() -> sessions() == 0);
    }
}
