package io.drawbridge.ftp.conversation;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesRegex;

import java.io.IOException;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import javax.sql.DataSource;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import io.drawbridge.ftp.conversation.FtpProbe.DataProbe;
import io.drawbridge.ftp.metrics.Metric;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Vertx;

/** A server that holds three sessions. */
@QuarkusTest
@TestProfile(BusyTest.Small.class)
class BusyTest extends ConversationTest {
    private static final int SESSIONS = 3;
    private static final int CONNECTIONS = 6;

    @Inject
    DataSource database;
    @Inject
    Vertx vertx;

    public static final class Small implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("drawbridge.ftp.max-sessions", Integer.toString(SESSIONS), "quarkus.datasource.jdbc.max-size",
                    Integer.toString(CONNECTIONS));
        }
    }

    @Test
    void a_server_that_is_full_says_so_and_lets_in_the_next_one_when_one_has_left() throws Exception {
        try (FtpProbe first = connect().expect("220"); FtpProbe second = connect().expect("220")) {
            try (FtpProbe third = connect().expect("220"); FtpProbe fourth = connect()) {
                fourth.expect("421 Busy: this server holds as many sessions as it can. Try again in 10 s. [R-").expectEnd();
                metrics("drawbridge_sessions 3.0", "drawbridge_sessions_max 3.0", "drawbridge_busy{cause=\"sessions\"} 1.0");
                third.send("QUIT").expect("221");
            }
            until(() -> isGreetedWith("220"));
            first.send("NOOP").expect("200");
            second.send("NOOP").expect("200");
        }
    }

    @Test
    void while_all_database_connections_are_in_use_newcomers_read_421_and_transfers_go_on() throws Exception {
        List<Connection> taken = new ArrayList<>();
        try (FtpProbe inside = logIn()) {
            DataProbe up = inside.send("TYPE I").expect("200").openData();
            inside.send("STOR file").expect("150");
            up.send("half");
            while (taken.size() < CONNECTIONS) {
                taken.add(database.getConnection());
            }
            until(() -> isGreetedWith("421 Busy: all database connections are in use. Try again in 10 s. [R-"));
            metrics("drawbridge_busy{cause=\"database_pool\"} 1.0");
            up.close();
            inside.expect("226").send("PWD").expect("257");
        } finally {
            for (Connection connection : taken) {
                connection.close();
            }
        }
        until(() -> isGreetedWith("220"));
    }

    @Test
    void while_an_event_loop_hangs_newcomers_read_421() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try {
            // One of several: the others still answer.
            vertx.getOrCreateContext().runOnContext(v -> await(go));
            until(() -> isGreetedWith("421 Busy: the server is slow to answer. Try again in 10 s. [R-"));
        } finally {
            go.countDown();
        }
        until(() -> isGreetedWith("220"));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** False also when it is not greeted at all, because its event loop hangs. */
    private boolean isGreetedWith(String reply) {
        try (FtpProbe client = connect()) {
            String greeting = client.replyWithin(500);
            return greeting != null && greeting.startsWith(reply);
        } catch (IOException e) {
            return false;
        }
    }

    private static void metrics(String... lines) {
        for (String line : lines) {
            given().get("/q/metrics").then().statusCode(200).body(containsString("\n" + line + "\n"));
        }
    }

    @Test
    void what_is_refused_is_counted_and_every_metric_is_there() throws Exception {
        maintenance(true, "Back soon", null);
        try (FtpProbe client = connect()) {
            client.expect("421 Closed for maintenance");
        }
        metrics("drawbridge_refused_total{reason=\"maintenance\"} 1.0");
        for (Metric metric : Metric.values()) {
            given().get("/q/metrics").then().body(matchesRegex("(?s).*\n" + metric.publishedName() + "(_count)?[ {].*"));
        }
    }

    @Test
    void readiness_says_that_the_database_is_away_and_liveness_goes_on() throws Exception {
        given().get("/q/health/ready").then().statusCode(200)
                .body("checks.find { it.name == 'ftp-server' }.data.phase", equalTo("open"))
                .body("checks.find { it.name == 'ftp-server' }.data.degraded", equalTo(false));
        PostgresAndFolders.relay().cut();
        try {
            until(() -> given().get("/q/health/ready").statusCode() == 503);
            given().get("/q/health/ready").then().body("checks.find { it.name == 'ftp-server' }.data.degraded", equalTo(true));
            given().get("/q/health/live").then().statusCode(200);
            metrics("drawbridge_database_away 1.0");
        } finally {
            PostgresAndFolders.relay().mend();
        }
        until(() -> given().get("/q/health/ready").statusCode() == 200);
    }
}
