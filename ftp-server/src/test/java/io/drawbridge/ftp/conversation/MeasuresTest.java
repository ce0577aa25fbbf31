package io.drawbridge.ftp.conversation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.drawbridge.ftp.conversation.FtpProbe.DataProbe;
import io.quarkus.test.junit.QuarkusTest;

/** What Prometheus is told of what happens. */
@QuarkusTest
class MeasuresTest extends ConversationTest {
    private static final int TWO_MIB = 2 << 20;

    /** By the name of each series with its labels. */
    private static Map<String, Double> scrape() {
        Map<String, Double> values = new HashMap<>();
        given().get("/q/metrics").then().statusCode(200).extract().asString().lines().filter(line -> !line.startsWith("#"))
                .forEach(line -> {
                    int space = line.lastIndexOf(' ');
                    values.put(line.substring(0, space), Double.valueOf(line.substring(space + 1)));
                });
        return values;
    }

    private static double value(String series) {
        Map<String, Double> values = scrape();
        assertThat(values).containsKey(series);
        return values.get(series);
    }

    /** Since before; what is counted is so a moment after the client has read of it. */
    private static void awaitGrowth(Map<String, Double> before, String series, double by) {
        assertThat(before).containsKey(series);
        until(() -> value(series) - before.get(series) >= by);
        assertThat(value(series) - before.get(series)).as(series).isEqualTo(by);
    }

    @Test
    void greetings_batches_and_logins_are_counted_and_sessions_by_what_they_do() throws Exception {
        Map<String, Double> before = scrape();
        try (FtpProbe stranger = connect().expect("220"); FtpProbe client = connect().expect("220")) {
            stranger.send("USER " + account).expect("331").send("PASS wrong").expect("530");
            client.send("USER " + account).expect("331").send("PASS " + PASSWORD).expect("230");
            awaitGrowth(before, "drawbridge_greeting_seconds_count{reply=\"220\"}", 2);
            awaitGrowth(before, "drawbridge_logins_total{result=\"incorrect\"}", 1);
            awaitGrowth(before, "drawbridge_logins_total{result=\"logged_in\"}", 1);
            assertThat(value("drawbridge_sessions_by_state{state=\"connected\"}")).isEqualTo(1);
            assertThat(value("drawbridge_sessions_by_state{state=\"idle\"}")).isEqualTo(1);
            // Two that came and one that logged in; those who were here before may have left meanwhile.
            assertThat(value("drawbridge_admission_batch_size_sum") - before.get("drawbridge_admission_batch_size_sum"))
                    .isGreaterThanOrEqualTo(3);
            assertThat(value("drawbridge_admission_batch_seconds_count"))
                    .isEqualTo(value("drawbridge_admission_batch_size_count"));
        }
        limits(0, null, null);
        try (FtpProbe refused = connect()) {
            refused.expect("421");
            awaitGrowth(before, "drawbridge_greeting_seconds_count{reply=\"421\"}", 1);
            awaitGrowth(before, "drawbridge_refused_total{reason=\"cluster_full\"}", 1);
        }
    }

    @Test
    void transfers_are_counted_by_what_they_are_and_how_they_end() throws Exception {
        Map<String, Double> before = scrape();
        try (FtpProbe client = logIn().send("TYPE I").expect("200")) {
            try (DataProbe up = client.openData()) {
                client.send("STOR file").expect("150");
                up.send(new byte[TWO_MIB]);
            }
            client.expect("226");
            try (DataProbe list = client.openData()) {
                client.send("MLSD").expect("150");
                assertThat(list.text()).contains("file");
            }
            client.expect("226");
            client.askForDataPort();
            client.send("STOR other").expect("150");
            assertThat(value("drawbridge_sessions_by_state{state=\"transferring\"}")).isEqualTo(1);
            client.send("ABOR").expect("426").expect("226");
        }
        awaitGrowth(before, "drawbridge_transfers_ended_total{kind=\"upload\",result=\"complete\"}", 1);
        awaitGrowth(before, "drawbridge_transfers_ended_total{kind=\"upload\",result=\"aborted\"}", 1);
        awaitGrowth(before, "drawbridge_transfers_ended_total{kind=\"listing\",result=\"complete\"}", 1);
        awaitGrowth(before, "drawbridge_transfer_seconds_count{kind=\"upload\"}", 1);
        awaitGrowth(before, "drawbridge_transfer_bytes_per_second_count{kind=\"upload\"}", 1);
        awaitGrowth(before, "drawbridge_transfer_bytes_per_second_count{kind=\"listing\"}", 0);
        awaitGrowth(before, "drawbridge_bytes_total{direction=\"received\"}", TWO_MIB);
    }

    @Test
    void a_transfer_whose_client_is_gone_is_counted_too() throws Exception {
        Map<String, Double> before = scrape();
        DataProbe up;
        try (FtpProbe client = logIn().send("TYPE I").expect("200")) {
            up = client.openData();
            client.send("STOR file").expect("150");
            up.send("half");
        }
        awaitGrowth(before, "drawbridge_transfers_ended_total{kind=\"upload\",result=\"disconnected\"}", 1);
        up.close();
    }

    @Test
    void a_change_makes_a_new_version_of_which_a_notice_has_told() {
        until(() -> value("drawbridge_listening") == 1);
        Map<String, Double> before = scrape();
        limits(17, null, null);
        until(() -> value("drawbridge_configuration_version") > before.get("drawbridge_configuration_version"));
        until(() -> value("drawbridge_notice_lag_seconds_count") > before.get("drawbridge_notice_lag_seconds_count"));
        assertThat(value("drawbridge_notice_lag_seconds_sum")).isGreaterThan(before.get("drawbridge_notice_lag_seconds_sum"));
        assertThat(value("drawbridge_configuration_age_seconds")).isBetween(0.0, 10.0);
        assertThat(value("drawbridge_lease_age_seconds")).isBetween(0.0, 10.0);
    }

    @Test
    void handshakes_are_counted_by_their_protocol_and_the_certificate_says_when_it_ends() throws Exception {
        Map<String, Double> before = scrape();
        try (FtpProbe client = connect().expect("220").send("AUTH TLS").expect("234").secure(new TlsClient("TLSv1.2"))) {
            client.send("NOOP").expect("200");
        }
        awaitGrowth(before, "drawbridge_tls_handshakes_total{protocol=\"TLSv1.2\"}", 1);
        awaitGrowth(before, "drawbridge_tls_handshakes_total{protocol=\"TLSv1.3\"}", 0);
        assertThat(value("drawbridge_tls_certificate_end_seconds")).isGreaterThan(Instant.now().getEpochSecond());
    }
}
