package io.drawbridge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.drawbridge.postgres.LocalPostgres;
import io.restassured.path.json.JsonPath;

/** What an operator sees of two nodes, as it happens and in numbers. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@ExtendWith(FailureReport.class)
@TestMethodOrder(OrderAnnotation.class)
class WatchIT {
    private static final int LIMIT = 30;
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private static Path dataDir;
    private static LocalPostgres postgres;
    private static DrawbridgeProcess admin;
    private static DrawbridgeProcess first;
    private static DrawbridgeProcess second;
    private static Api api;

    @BeforeAll
    static void start() throws Exception {
        postgres = LocalPostgres.temporary();
        admin = Launch.adminApi(postgres).start();
        first = Launch.ftpServer(postgres, "ftp-0", dataDir).start();
        second = Launch.ftpServer(postgres, "ftp-1", dataDir).start();
        api = Api.of(admin.awaitUp());
        first.awaitUp();
        second.awaitUp();
        api.makeAccount("alice");
        api.limit(LIMIT);
    }

    @AfterAll
    static void stop() throws Exception {
        for (DrawbridgeProcess program : Stream.of(first, second, admin).filter(one -> one != null).toList()) {
            program.close();
        }
        if (postgres != null) {
            postgres.close();
        }
    }

    /** The lines of a stream of events, from now on. */
    private static List<String> watch(HttpClient client) throws Exception {
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        String login = Base64.getEncoder()
                .encodeToString(("admin:" + Launch.ADMIN_PASSWORD).getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(URI.create(admin.api() + "/api/v1/events"))
                .header("Authorization", "Basic " + login).build();
        Stream<String> body = client.send(request, BodyHandlers.ofLines()).body();
        Thread.ofVirtual().start(() -> {
            try {
                body.forEach(lines::add);
            } catch (UncheckedIOException closed) {
                // The end of watching, which Awaitility would take for a failure of the test.
            }
        });
        await().atMost(SOON).until(() -> !lines.isEmpty());
        return lines;
    }

    private static List<JsonPath> events(List<String> lines, String type) {
        List<JsonPath> events = new ArrayList<>();
        List<String> now = List.copyOf(lines);
        for (int i = 0; i < now.size() - 2; i++) {
            if (now.get(i).equals("event:" + type) || now.get(i).equals("event: " + type)) {
                String data = now.subList(i, Math.min(now.size(), i + 3)).stream().filter(line -> line.startsWith("data:"))
                        .findFirst().orElse("data:{}");
                events.add(JsonPath.from(data.substring(5)));
            }
        }
        return events;
    }

    @Test
    @Order(1)
    void each_that_comes_goes_or_is_refused_is_told_of_and_counted_exactly() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            List<String> lines = watch(client);
            try (Storm storm = Storm.of(50, first.ftpPort(), second.ftpPort())) {
                assertThat(storm.admitted()).hasSize(LIMIT);
                await().atMost(SOON).until(() -> events(lines, "session-opened").size() == LIMIT
                        && events(lines, "session-refused").size() == 50 - LIMIT);
            }
            await().atMost(SOON).until(() -> events(lines, "session-closed").size() == LIMIT);
            assertThat(events(lines, "session-opened").stream().map(event -> event.getString("id")))
                    .containsExactlyInAnyOrderElementsOf(
                            events(lines, "session-closed").stream().map(event -> event.getString("id")).toList());
            assertThat(events(lines, "session-opened").stream().map(event -> event.getString("node"))).contains("ftp-0",
                    "ftp-1");
            assertThat(events(lines, "session-refused")).allSatisfy(event -> {
                assertThat(event.getString("reason")).isEqualTo("cluster_full");
                assertThat(event.getInt("limit")).isEqualTo(LIMIT);
            });
            assertThat(events(lines, "gap")).isEmpty();
            client.shutdownNow();
        }
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(api.counted("admitted", null)).isEqualTo(LIMIT);
            assertThat(api.counted("refused", null)).isEqualTo(50 - LIMIT);
        });
        assertThat(api.counted("refusedByReason.cluster_full", null)).isEqualTo(50 - LIMIT);
        assertThat(api.counted("admitted", "ftp-0") + api.counted("admitted", "ftp-1")).isEqualTo(LIMIT);
        assertThat(api.counted("sessionsPeak", null)).isBetween(1L, (long) LIMIT);
    }

    @Test
    @Order(2)
    void bytes_and_wrong_passwords_are_counted() throws Exception {
        try (FtpProbe busy = FtpProbe.connect(first.ftpPort()).greeted().logIn("alice");
                Upload upload = Upload.begin(busy, "counted")) {
            upload.write("x".repeat(1000));
            upload.end();
            busy.expect("226");
        }
        try (FtpProbe guessing = FtpProbe.connect(second.ftpPort()).greeted()) {
            guessing.send("USER alice").expect("331");
            guessing.send("PASS wrong").expect("530");
        }
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(api.counted("bytesReceived", "ftp-0")).isEqualTo(1000);
            assertThat(api.counted("loginsFailed", null)).isEqualTo(1);
        });
    }

    @Test
    @Order(3)
    void a_node_that_is_drained_takes_nobody_and_lets_a_transfer_end_while_the_other_goes_on() throws Exception {
        try (FtpProbe idle = FtpProbe.connect(first.ftpPort()).greeted();
                FtpProbe busy = FtpProbe.connect(first.ftpPort()).greeted().logIn("alice");
                Upload upload = Upload.begin(busy, "drained")) {
            upload.write("first half, ");
            await().atMost(SOON).until(() -> api.sessions().stream().anyMatch(s -> s.state().equals("transferring")));
            api.drain("ftp-0", "new disks");
            try (FtpProbe newcomer = FtpProbe.connect(first.ftpPort());
                    FtpProbe elsewhere = FtpProbe.connect(second.ftpPort())) {
                assertThat(newcomer.expect("421")).matches(Refusals.drained("new disks"));
                elsewhere.greeted();
            }
            idle.expect("421");
            idle.expectEnd();
            upload.write("second half");
            upload.end();
            busy.expect("226");
            busy.expect("421");
        } finally {
            api.resume("ftp-0");
        }
        assertThat(dataDir.resolve("homes/alice/drained")).hasContent("first half, second half");
        try (FtpProbe newcomer = FtpProbe.connect(first.ftpPort())) {
            newcomer.greeted();
        }
    }
}
