package io.drawbridge.admin.events;

import static io.drawbridge.admin.Client.admin;
import static io.drawbridge.admin.Client.isAbout;
import static io.drawbridge.admin.Client.isProblem;
import static io.drawbridge.admin.Client.sending;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.drawbridge.admin.Door;
import io.drawbridge.admin.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.config.HttpClientConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.path.json.JsonPath;

@QuarkusTest
@TestProfile(EventsResourceTest.ShortHeartbeat.class)
@WithTestResource(TestDatabase.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class EventsResourceTest {
    private static final String EVENTS = "/api/v1/events";
    /** What is answered with a stream where a problem is expected is to fail. */
    private static final RestAssuredConfig NOT_FOR_EVER = RestAssuredConfig.config()
            .httpClient(HttpClientConfig.httpClientConfig().setParam("http.socket.timeout", 10_000));

    public static final class ShortHeartbeat implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("drawbridge.events.heartbeat", "1s");
        }
    }

    @TestHTTPResource
    private URI server;
    private final Door door;
    private final List<Watcher> watchers = new ArrayList<>();

    EventsResourceTest(Door door) {
        this.door = door;
    }

    @BeforeEach
    void reset() {
        door.reset();
    }

    @AfterEach
    void close() throws Exception {
        for (Watcher watcher : watchers) {
            watcher.close();
        }
        door.run("DELETE FROM administrator WHERE name <> 'admin'");
    }

    private Watcher watch(String query, String authorization, String lastEventId) throws Exception {
        Watcher watcher = new Watcher(server, query, authorization, lastEventId);
        watchers.add(watcher);
        return watcher;
    }

    private Watcher watch(String query) throws Exception {
        Watcher watcher = watch(query, Watcher.admin(), null);
        assertThat(watcher.next().comment()).isEqualTo("events follow");
        return watcher;
    }

    private void tell(int events, String type) {
        door.run("SELECT number_events(array_agg(now()), array_agg('%s'::text), array_agg('{\"n\":' || n || '}'))"
                .formatted(type) + " FROM generate_series(1, " + events + ") AS n");
    }

    private static JsonPath body(Watcher.Event event) {
        return JsonPath.from(event.data());
    }

    @Test
    void a_change_is_told_as_the_audit_has_it() throws Exception {
        Watcher watcher = watch("");
        sending("{\"maxSessions\":80}").queryParam("reason", "INC-4711").patch("/api/v1/limits").then().statusCode(200);
        sending("{\"enabled\":true,\"message\":\"Back soon\"}").put("/api/v1/maintenance").then().statusCode(200);
        sending("{\"name\":\"partners\"}").post("/api/v1/groups").then().statusCode(201);

        Watcher.Event limits = watcher.event();
        assertThat(limits.type()).isEqualTo("limits-changed");
        Map<String, Object> change = admin().get("/api/v1/audit?kind=limits&limit=1").then().extract().path("items[0]");
        assertThat(body(limits).getMap("")).isEqualTo(change);
        Watcher.Event maintenance = watcher.event();
        assertThat(maintenance.type()).isEqualTo("maintenance-changed");
        assertThat(body(maintenance).getString("after.message")).isEqualTo("Back soon");
        assertThat(watcher.event().type()).isEqualTo("settings-changed");
    }

    @Test
    void nodes_come_and_go_and_are_lost() throws Exception {
        Watcher watcher = watch("?type=node-joined,node-left&type=node-lost");
        door.node("ftp-0");
        door.node("ftp-1");
        sending("{\"maxSessions\":7}").patch("/api/v1/limits").then().statusCode(200);
        door.forget("ftp-0");
        door.run("SELECT expire_nodes()");
        door.run("SELECT unregister_node(name, epoch) FROM node WHERE name = 'ftp-1'");

        for (String expected : List.of("node-joined ftp-0", "node-joined ftp-1", "node-lost ftp-0", "node-left ftp-1")) {
            Watcher.Event event = watcher.event();
            assertThat(event.type() + " " + body(event).getString("name")).isEqualTo(expected);
            assertThat(body(event).getString("startedAt")).endsWith("Z");
        }
    }

    @Test
    void who_resumes_misses_nothing_and_hears_nothing_twice() throws Exception {
        Watcher first = watch("");
        tell(3, "session-opened");
        first.event();
        String last = first.event().id();
        first.close();
        tell(700, "session-closed");
        Watcher second = watch("", Watcher.admin(), last);
        tell(2, "session-refused");

        List<String> heard = new ArrayList<>();
        for (int i = 0; i < 703; i++) {
            Watcher.Event event = second.event();
            assertThat(Long.parseLong(event.id())).isEqualTo(Long.parseLong(last) + 1 + i);
            heard.add(event.type() + body(event).getInt("n"));
        }
        assertThat(heard).startsWith("session-opened3", "session-closed1").endsWith("session-refused1", "session-refused2");
    }

    @Test
    void who_resumes_from_what_was_trimmed_or_never_was_hears_of_a_gap() throws Exception {
        tell(5, "session-opened");
        long last = Long.parseLong(door.text("SELECT last FROM event_log"));
        door.run("DELETE FROM event WHERE id <= " + (last - 2));
        Watcher watcher = watch("", Watcher.admin(), Long.toString(last - 4));
        Watcher.Event gap = watcher.event();
        assertThat(gap.type()).isEqualTo("gap");
        assertThat(gap.id()).isEqualTo(Long.toString(last - 2));
        assertThat(watcher.event().id()).isEqualTo(Long.toString(last - 1));
        assertThat(watcher.event().id()).isEqualTo(Long.toString(last));

        Watcher stranger = watch("?type=node-lost", Watcher.admin(), Long.toString(last + 1000));
        assertThat(stranger.event().type()).isEqualTo("gap");
        tell(1, "node-lost");
        assertThat(stranger.event().id()).isEqualTo(Long.toString(last + 1));
    }

    @Test
    void a_heartbeat_says_how_far_it_has_looked_also_when_nothing_was_wanted() throws Exception {
        Watcher watcher = watch("?type=node-lost");
        tell(3, "session-opened");
        String last = door.text("SELECT last FROM event_log");
        Watcher.Event beat = watcher.next();
        while (!last.equals(beat.id())) {
            beat = watcher.next();
            assertThat(beat.comment()).isEqualTo("still here");
        }
    }

    @Test
    void the_stream_of_a_token_ends_with_it() throws Exception {
        String token = sending("{\"name\":\"watcher\",\"role\":\"viewer\"}").post("/api/v1/tokens").then().statusCode(201)
                .extract().path("token");
        Watcher watcher = watch("?type=node-lost", "Bearer " + token, null);
        assertThat(watcher.next().comment()).isEqualTo("events follow");
        assertThat(watcher.next().comment()).isEqualTo("still here");
        admin().delete("/api/v1/tokens/watcher").then().statusCode(204);
        assertThat(watcher.event()).isNull();
    }

    @Test
    void what_is_told_in_two_transactions_at_once_is_seen_in_the_order_of_its_numbers() throws Exception {
        Watcher watcher = watch("?type=settings-changed");
        door.run("""
                BEGIN;
                INSERT INTO account_group (name) VALUES ('first');
                SELECT number_events(ARRAY[now()], ARRAY['node-lost'], ARRAY['{}']);
                COMMIT""");
        assertThat(body(watcher.event()).getString("name")).isEqualTo("first");
    }

    @Test
    void one_administrator_has_so_many_streams_and_no_more() throws Exception {
        for (int i = 0; i < 20; i++) {
            watch("");
        }
        isProblem(admin()
                .config(RestAssuredConfig.config()
                        .httpClient(HttpClientConfig.httpClientConfig().setParam("http.socket.timeout", 5000)))
                .get(EVENTS).then(), 429).header("Retry-After", equalTo("10"));
        watchers.removeFirst().close();
        await().ignoreExceptions().until(() -> watch("") != null);
    }

    @Test
    void a_client_that_does_not_read_is_dropped_and_the_others_go_on() throws Exception {
        Watcher slow = watch("");
        Watcher other = watch("?type=node-lost");
        // More than all buffers on the way can hold.
        door.run(
                "SELECT number_events(array_agg(now()), array_agg('session-opened'::text), array_agg('{\"x\":\"' || repeat('x', 20000) || '\"}'))"
                        + " FROM generate_series(1, 1000)");
        tell(1, "node-lost");
        assertThat(other.event().type()).isEqualTo("node-lost");
        await().until(slow::isCutOff);
    }

    @ParameterizedTest
    @CsvSource({ "?type=everything,type", "?type=gap%2C,type" })
    void what_is_asked_wrongly_is_named(String query, String field) {
        isAbout(admin().config(NOT_FOR_EVER).urlEncodingEnabled(false).get(EVENTS + query).then(), field);
    }

    @ParameterizedTest
    @CsvSource({ "x", "-1", "1.5", "1234567890123456789" })
    void the_last_event_is_a_number(String id) {
        isAbout(admin().config(NOT_FOR_EVER).header("Last-Event-ID", id).get(EVENTS).then(), "Last-Event-ID");
    }

    @Test
    void nobody_watches_without_a_login() {
        isProblem(given().get(EVENTS).then(), 401);
    }
}
