package io.drawbridge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.restassured.path.json.JsonPath;

/** Who is let in, who is not, and who has to leave. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@ExtendWith(FailureReport.class)
class DoorIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Pattern LEGEND = Pattern.compile("\\{\\{(\\w+)}}");
    /** In a query: each name of a metric, with its conditions. */
    private static final Pattern SERIES = Pattern.compile("\\b(drawbridge[\\w:]*|agroal_\\w+|up\\b)(\\{[^}]*})?");
    private static final Pattern LABELS = Pattern.compile("\\b(?:by|on) ?\\(([\\w, ]+)\\)");
    private static DrawbridgeProcess drawbridge;
    private static Api api;
    private static int port;

    @BeforeAll
    static void start(@TempDir Path dataDir) throws Exception {
        drawbridge = Launch.standalone(dataDir).with("DRAWBRIDGE_FTP_FAILED_LOGIN_DELAY", "100ms").start().awaitUp();
        api = Api.of(drawbridge);
        port = drawbridge.ftpPort();
        api.makeAccount("alice");
    }

    @AfterAll
    static void stop() throws Exception {
        if (drawbridge != null) {
            drawbridge.close();
        }
    }

    @BeforeEach
    void the_door_is_open_and_nobody_is_inside() {
        api.limit(null);
        api.open();
        api.awaitTotal(0);
    }

    @Test
    void the_client_above_the_limit_reads_why_and_when_to_come_back() throws Exception {
        api.limit(2);
        try (FtpProbe first = FtpProbe.connect(port).greeted();
                FtpProbe second = FtpProbe.connect(port).greeted();
                FtpProbe third = FtpProbe.connect(port)) {
            assertThat(third.expect("421")).matches(Refusals.tooManySessions(2));
            third.expectEnd();
            first.send("NOOP").expect("200");
            second.send("QUIT").expect("221");
            second.expectEnd();
            try (FtpProbe afterwards = FtpProbe.connect(port)) {
                afterwards.greeted();
            }
        }
    }

    @Test
    void each_address_has_a_limit_of_its_own() throws Exception {
        api.limit(null, 1, null);
        try (FtpProbe here = FtpProbe.connectFrom("127.0.0.2", port).greeted();
                FtpProbe again = FtpProbe.connectFrom("127.0.0.2", port);
                FtpProbe elsewhere = FtpProbe.connectFrom("127.0.0.3", port)) {
            assertThat(again.expect("421")).matches(Refusals.tooManySessionsOf("from", "127\\.0\\.0\\.2", 1));
            again.expectEnd();
            elsewhere.greeted();
            here.send("NOOP").expect("200");
        }
    }

    @Test
    void each_account_has_a_limit_of_its_own() throws Exception {
        api.makeAccount("carol");
        api.limit(null, null, 1);
        try (FtpProbe first = FtpProbe.connect(port).greeted().logIn("alice");
                FtpProbe second = FtpProbe.connect(port).greeted();
                FtpProbe other = FtpProbe.connect(port).greeted()) {
            second.send("USER alice").expect("331");
            second.send("PASS " + Api.passwordOf("alice"));
            assertThat(second.expect("421")).matches(Refusals.tooManySessionsOf("of", "alice", 1));
            second.expectEnd();
            other.logIn("carol");
            first.send("PWD").expect("257");
        }
    }

    @Test
    void null_is_no_limit_and_0_is_nobody() throws Exception {
        try (Storm storm = Storm.of(150, port)) {
            assertThat(storm.admitted()).hasSize(150);
        }
        api.limit(0);
        try (FtpProbe client = FtpProbe.connect(port)) {
            assertThat(client.expect("421")).matches(Refusals.tooManySessions(0));
            client.expectEnd();
        }
    }

    @Test
    void maintenance_counts_from_the_very_next_connection() throws Exception {
        try (FtpProbe inside = FtpProbe.connect(port).greeted().logIn("alice")) {
            for (int round = 0; round < 5; round++) {
                api.close("New disks until 14:00 UTC", 1800);
                try (FtpProbe newcomer = FtpProbe.connect(port)) {
                    assertThat(newcomer.expect("421")).matches(Refusals.maintenance("New disks until 14:00 UTC", 1800));
                    newcomer.expectEnd();
                }
                inside.send("PWD").expect("257");
                api.open();
                try (FtpProbe newcomer = FtpProbe.connect(port)) {
                    newcomer.greeted();
                }
            }
        }
    }

    @RepeatedTest(3)
    void of_500_at_once_exactly_as_many_as_the_limit_are_let_in() throws Exception {
        api.limit(100);
        try (Storm storm = Storm.of(500, port)) {
            assertExactly100Of500(storm);
        }
        api.awaitTotal(0);
    }

    @RepeatedTest(3)
    void a_client_that_talks_first_reads_its_421_whole() throws Exception {
        api.limit(100);
        try (Storm storm = Storm.of(500, "USER alice\r\nPASS " + Api.passwordOf("alice") + "\r\nSYST\r\n", port)) {
            assertExactly100Of500(storm);
        }
        api.awaitTotal(0);
    }

    private static void assertExactly100Of500(Storm storm) {
        assertThat(storm.notAdmitted()).allSatisfy(
                heard -> assertThat(heard).endsWith("\r\n").matches(Refusals.tooManySessions(100) + "\r\n"));
        assertThat(storm.notAdmitted()).hasSize(400);
        assertThat(storm.admitted()).hasSize(100);
        assertThat(api.total()).isEqualTo(100);
    }

    @Test
    void clients_that_reset_before_the_greeting_keep_no_places() throws Exception {
        api.limit(100);
        Storm.ofImpatient(300, port);
        // For a while, because some of them may not even have been accepted yet.
        await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(30)).until(() -> api.total() == 0);
        try (Storm storm = Storm.of(100, port)) {
            assertThat(storm.notAdmitted()).isEmpty();
        }
    }

    @Test
    void the_fifth_wrong_password_closes_the_connection() throws Exception {
        try (FtpProbe guesser = FtpProbe.connect(port).greeted()) {
            for (int guess = 1; guess <= 4; guess++) {
                guesser.send("USER alice").expect("331");
                guesser.send("PASS wrong-" + guess).expect("530");
            }
            guesser.send("USER alice").expect("331");
            guesser.send("PASS wrong-5").expect("421");
            guesser.expectEnd();
        }
    }

    @Test
    void the_api_speaks_json_and_nothing_else() {
        for (String path : new String[] { "/maintenance", "/limits", "/sessions", "/accounts", "/replies", "/refusals" }) {
            assertThat(api.statusForAsking("text/html", path)).as(path).isEqualTo(406);
            assertThat(api.statusForAsking("*/*", path)).as(path).isEqualTo(200);
        }
    }

    @Test
    void an_administrator_ends_a_session_within_a_second() throws Exception {
        try (FtpProbe client = FtpProbe.connect(port).greeted().logIn("alice");
                FtpProbe other = FtpProbe.connect(port).greeted()) {
            Api.Session session = api.sessions().getFirst();
            assertThat(session.account()).isEqualTo("alice");
            assertThat(session.remoteAddress()).isEqualTo("127.0.0.1");
            assertThat(session.node()).isEqualTo("here");

            api.end(session);
            long told = System.nanoTime();
            assertThat(client.expect("421")).contains("administrator");
            client.expectEnd();
            assertThat(Duration.ofNanos(System.nanoTime() - told)).isLessThan(Duration.ofSeconds(1));

            other.send("NOOP").expect("200");
            api.awaitTotal(1);
        }
    }

    @Test
    void the_sessions_of_a_disabled_account_end() throws Exception {
        api.makeAccount("bob");
        try (FtpProbe bob = FtpProbe.connect(port).greeted().logIn("bob");
                FtpProbe bobAgain = FtpProbe.connect(port).greeted().logIn("bob");
                FtpProbe alice = FtpProbe.connect(port).greeted().logIn("alice")) {
            api.disable("bob");
            bob.expect("421");
            bob.expectEnd();
            bobAgain.expect("421");
            bobAgain.expectEnd();
            alice.send("PWD").expect("257");
            try (FtpProbe later = FtpProbe.connect(port).greeted()) {
                later.send("USER bob").expect("331");
                later.send("PASS " + Api.passwordOf("bob")).expect("530");
            }
        }
    }

    /** What stands for the choice of nodes and for a time that fits the picture. */
    private static String asked(String query) {
        return query.replace("$instance", ".*").replace("$__rate_interval", "10m");
    }

    @Test
    void alerts_and_dashboard_ask_for_what_the_server_tells(@TempDir Path folder) throws Exception {
        api.limit(100);
        try (Prometheus prometheus = Prometheus.reading(drawbridge.api().getAuthority(), folder)) {
            await().atMost(SOON).until(() -> !prometheus.query("drawbridge_admitted_total").isEmpty());
            // Of what was counted before it looked first it knows no rate.
            try (FtpProbe client = FtpProbe.connect(port).greeted().logIn("alice")) {
                client.send("QUIT").expect("221");
            }
            await().atMost(SOON).until(() -> !prometheus.query("rate(drawbridge_admitted_total[10m]) > 0").isEmpty());
            for (Map<String, String> target : targetsOfTheDashboard()) {
                String query = asked(target.get("expr"));
                List<Map<String, String>> series = await(query).atMost(SOON).pollDelay(Duration.ZERO)
                        .until(() -> prometheus.query(query), found -> !found.isEmpty());
                LEGEND.matcher(target.get("legendFormat")).results().map(label -> label.group(1))
                        .forEach(label -> assertThat(series).as(query).allMatch(labels -> labels.containsKey(label)));
            }
            await().atMost(SOON).until(() -> prometheus.alerts().stream().allMatch(alert -> alert.health().equals("ok")));
            Set<String> series = new TreeSet<>();
            Set<String> labels = new TreeSet<>();
            List<Prometheus.Alert> alerts = prometheus.alerts();
            assertThat(alerts).hasSizeGreaterThan(10).allSatisfy(alert -> assertThat(alert.state()).isEqualTo("inactive"));
            for (Prometheus.Alert alert : alerts) {
                SERIES.matcher(alert.query()).results().map(MatchResult::group).forEach(series::add);
                LABELS.matcher(alert.query()).results().forEach(some -> labels.addAll(List.of(some.group(1).split(", "))));
            }
            assertThat(series).allSatisfy(one -> assertThat(prometheus.query(one)).isNotEmpty());
            assertThat(prometheus.labels()).containsAll(labels);
        }
    }

    private static List<Map<String, String>> targetsOfTheDashboard() {
        return JsonPath.from(Prometheus.EXAMPLES.resolve("dashboard.json").toFile())
                .getList("panels.findAll { it.targets != null }.targets.flatten()");
    }
}
