package io.drawbridge.admin.limits;

import static io.drawbridge.admin.Client.admin;
import static io.drawbridge.admin.Client.isAbout;
import static io.drawbridge.admin.Client.isProblem;
import static io.drawbridge.admin.Client.sending;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.drawbridge.admin.Door;
import io.drawbridge.admin.Notices;
import io.drawbridge.admin.TestDatabase;
import io.drawbridge.notice.Notice;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;

@QuarkusTest
@WithTestResource(TestDatabase.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class LimitsResourceTest {
    private static final String LIMITS = "/api/v1/limits";

    private final Door door;

    LimitsResourceTest(Door door) {
        this.door = door;
    }

    @BeforeEach
    void reset() {
        door.reset();
    }

    @Test
    void at_first_there_are_no_limits() {
        admin().get(LIMITS).then().statusCode(200)
                .body("maxSessions", nullValue()).body("$", hasKey("maxSessions"))
                .body("maxSessionsPerAddress", nullValue()).body("maxSessionsPerAccount", nullValue())
                .body("connectionsPerMinute", nullValue()).body("connectionsPerMinutePerAddress", nullValue())
                .body("connectionsPerMinutePerAccount", nullValue()).body("evict", equalTo("none"))
                .body("version", equalTo(1)).body("changedBy", equalTo("installation"));
    }

    @Test
    void what_is_sent_changes_and_the_rest_stays() {
        sending("{\"maxSessions\":100,\"maxSessionsPerAddress\":10}").patch(LIMITS).then().statusCode(200)
                .body("maxSessions", equalTo(100)).body("maxSessionsPerAddress", equalTo(10))
                .body("version", equalTo(2)).body("changedBy", equalTo("admin"));
        sending("{\"maxSessionsPerAccount\":0,\"maxSessionsPerAddress\":null}").patch(LIMITS).then().statusCode(200);

        admin().get(LIMITS).then()
                .body("maxSessions", equalTo(100)).body("maxSessionsPerAddress", nullValue())
                .body("maxSessionsPerAccount", equalTo(0)).body("version", equalTo(3));
    }

    @Test
    void connections_per_minute_are_limits_too() {
        sending("{\"connectionsPerMinute\":1,\"connectionsPerMinutePerAddress\":2,\"connectionsPerMinutePerAccount\":3}")
                .patch(LIMITS).then().statusCode(200);
        sending("{\"connectionsPerMinute\":null}").patch(LIMITS).then().statusCode(200);
        isAbout(sending(
                "{\"connectionsPerMinute\":0,\"connectionsPerMinutePerAddress\":-1,\"connectionsPerMinutePerAccount\":0}")
                .patch(LIMITS).then(), "connectionsPerMinute", "connectionsPerMinutePerAddress",
                "connectionsPerMinutePerAccount");

        admin().get(LIMITS).then().body("connectionsPerMinute", nullValue()).body("connectionsPerMinutePerAddress", equalTo(2))
                .body("connectionsPerMinutePerAccount", equalTo(3));
    }

    @ParameterizedTest
    @ValueSource(strings = { "null", "\"\"", "\"OLDEST\"", "\"newest\"", "1", "true", "[]" })
    void who_must_go_is_one_of_three_words(String value) {
        isAbout(sending("{\"evict\":" + value + "}").patch(LIMITS).then(), "evict");
    }

    @Test
    void a_limit_below_what_is_held_closes_nobody_unless_it_is_wanted() throws Exception {
        UUID transferring = door.sessionOn("ftp-0", "192.0.2.7", null);
        UUID idle = door.sessionOn("ftp-1", "192.0.2.8", null);
        door.sessionOn("ftp-0", "192.0.2.9", null);
        door.run("UPDATE session SET last_activity_at = now() - interval '1 hour', state = 'TRANSFERRING' WHERE id = '"
                + transferring + "'");
        door.run("UPDATE session SET last_activity_at = now() - interval '1 minute' WHERE id = '" + idle + "'");

        sending("{\"maxSessions\":2}").patch(LIMITS).then().statusCode(200);
        assertThat(evicted()).isEqualTo("0");
        try (Notices notices = new Notices()) {
            sending("{\"evict\":\"idle\"}").patch(LIMITS).then().statusCode(200).body("evict", equalTo("idle"));
            assertThat(notices.receive(2)).containsExactly(new Notice.ConfigurationChanged(),
                    new Notice.SessionsKicked("ftp-1"));
        }
        assertThat(door.text("SELECT id || eviction FROM session WHERE eviction IS NOT NULL")).isEqualTo(idle + "CLUSTER_FULL");
        sending("{\"maxSessions\":0,\"evict\":\"oldest\"}").patch(LIMITS).then().statusCode(200);
        assertThat(evicted()).isEqualTo("3");
    }

    @Test
    void the_media_type_of_merge_patches_is_known() {
        admin().contentType("application/merge-patch+json").body("{\"maxSessions\":2147483647}").patch(LIMITS).then()
                .statusCode(200).body("maxSessions", equalTo(Integer.MAX_VALUE));
    }

    @ParameterizedTest
    @ValueSource(strings = { "-1", "2147483648", "-2147483649", "99999999999999999999", "1.5", "12.0", "1e2", "\"12\"", "\"\"",
            "true", "{}", "[]", "[1]", "{\"maxSessions\":1}" })
    void a_limit_is_a_whole_number_or_null(String value) {
        isAbout(sending("{\"maxSessions\":" + value + "}").patch(LIMITS).then(), "maxSessions");
    }

    @ParameterizedTest
    @ValueSource(strings = { "version", "changedBy", "changedAt", "maxsessions", "bogus" })
    void a_field_that_cannot_be_set_is_refused(String field) {
        isAbout(sending("{\"" + field + "\":1}").patch(LIMITS).then(), field);
        isAbout(sending("{\"" + field + "\":null}").patch(LIMITS).then(), field);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '\'', value = { "''", "'  '", "null", "[]", "3", "'\"x\"'", "hello", "{", "'{} x'", "{}{}",
            "'{\"maxSessions\":1,\"maxSessions\":2}'", "'{\"maxSessions\":NaN}'", "'{\"maxSessions\":01}'",
            "'{\"maxSessions\":1,}'", "'{''maxSessions'':1}'" })
    void a_body_is_one_json_object(String body) {
        isProblem(sending(body).patch(LIMITS).then(), 400);
        admin().get(LIMITS).then().body("version", equalTo(1));
    }

    @Test
    void a_body_is_in_utf_8() {
        isProblem(admin().contentType("application/json").body(new byte[] { '{', '"', (byte) 0xff, '"', ':', '1', '}' })
                .patch(LIMITS).then(), 400);
    }

    @Test
    void a_deep_or_long_body_does_no_harm() {
        isProblem(sendingUnprinted("{\"maxSessions\":" + "[".repeat(30_000) + "]".repeat(30_000) + "}"), 400);
        isProblem(sendingUnprinted("{\"maxSessions\":" + "9".repeat(60_000) + "}"), 400);
        isProblem(sendingUnprinted("{\"maxSessions\":1" + " ".repeat(66_000) + "}"), 413);
    }

    /**
     * REST Assured writes out a text that it sends with an indent for each level, which takes many seconds here; bytes it does
     * not.
     */
    private static ValidatableResponse sendingUnprinted(String json) {
        return admin().contentType(ContentType.JSON).body(json.getBytes(StandardCharsets.UTF_8)).patch(LIMITS).then();
    }

    @Test
    void all_wrong_fields_are_named_and_none_is_applied() {
        isAbout(sending("{\"maxSessions\":5,\"maxSessionsPerAddress\":-1,\"maxSessionsPerAccount\":-1}").patch(LIMITS).then(),
                "maxSessionsPerAddress", "maxSessionsPerAccount");

        admin().get(LIMITS).then().body("maxSessions", nullValue()).body("version", equalTo(1));
    }

    @Test
    void a_problem_tells_nothing_of_the_program() {
        String problem = isProblem(sending("{\"maxSessions\":{\"a\":1}}").patch(LIMITS).then(), 400)
                .body("errors[0].detail", not(equalTo(""))).extract().asString();

        assertThat(problem).doesNotContain("java", "jackson", "drawbridge", "Exception", "LimitsChange");
    }

    @Test
    void changes_at_the_same_time_all_count() {
        IntStream.range(0, 20).parallel().forEach(i -> sending(i % 2 == 0 ? "{\"maxSessions\":7}"
                : "{\"maxSessionsPerAccount\":8}").patch(LIMITS).then().statusCode(200));

        JsonPath limits = admin().get(LIMITS).jsonPath();
        assertThat(limits.getInt("version")).isEqualTo(21);
        assertThat(limits.getInt("maxSessions")).isEqualTo(7);
        assertThat(limits.getInt("maxSessionsPerAccount")).isEqualTo(8);
    }

    private String evicted() {
        return door.text("SELECT count(*) FROM session WHERE eviction IS NOT NULL");
    }

    @Test
    void each_limit_tells_how_far_it_is_used() {
        sending("{\"maxSessions\":10,\"maxSessionsPerAddress\":2}").patch(LIMITS).then().statusCode(200);
        sending("{\"name\":\"partners\",\"scope\":\"network\",\"network\":\"198.51.100.0/24\",\"maxSessions\":5}")
                .post(LIMITS + "/rules").then().statusCode(201);
        door.sessionOn("ftp-0", "192.0.2.7", "alice");
        door.sessionOn("ftp-1", "192.0.2.7", null);
        door.sessionOn("ftp-1", "192.0.2.8", null);
        door.sessionOn("ftp-2", "192.0.2.9", null);
        door.forget("ftp-2");
        admin().get(LIMITS + "/usage").then().statusCode(200).body("sessions", equalTo(3)).body("total", equalTo(3))
                .body("items.scope", contains("cluster", "address", "network"))
                .body("items.subject", contains(null, "192.0.2.7", "198.51.100.0/24"))
                .body("items.held", contains(3, 2, 0)).body("items.maxSessions", contains(10, 2, 5))
                .body("items.subjects", contains(1, 2, 0)).body("items.full", contains(0, 1, 0))
                .body("items.above", contains(0, 0, 0));
    }

    @Test
    void a_preview_tells_whom_a_change_would_meet_and_changes_nothing() {
        sending("{\"maxSessions\":10}").patch(LIMITS).then().statusCode(200);
        door.sessionOn("ftp-0", "192.0.2.7", null);
        door.sessionOn("ftp-0", "192.0.2.7", null);
        door.sessionOn("ftp-0", "192.0.2.8", null);
        String before = admin().get(LIMITS).asString();
        sending("{\"maxSessionsPerAddress\":1}").post(LIMITS + "/preview").then().statusCode(200)
                .body("items.scope", contains("cluster", "address")).body("items.above", contains(0, 1));
        assertThat(admin().get(LIMITS).asString()).isEqualTo(before);
        isAbout(sending("{\"maxSessions\":-1}").post(LIMITS + "/preview").then(), "maxSessions");
    }
}
