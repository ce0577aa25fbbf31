package io.drawbridge.admin.maintenance;

import static io.drawbridge.admin.Client.admin;
import static io.drawbridge.admin.Client.isAbout;
import static io.drawbridge.admin.Client.isProblem;
import static io.drawbridge.admin.Client.sending;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.drawbridge.admin.Door;
import io.drawbridge.admin.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@WithTestResource(TestDatabase.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class MaintenanceResourceTest {
    private static final String MAINTENANCE = "/api/v1/maintenance";

    private final Door door;

    MaintenanceResourceTest(Door door) {
        this.door = door;
    }

    @BeforeEach
    void reset() {
        door.reset();
    }

    @Test
    void at_first_there_is_no_maintenance() {
        admin().get(MAINTENANCE).then().statusCode(200).body("enabled", equalTo(false)).body("message", equalTo(""))
                .body("retryAfterSeconds", nullValue()).body("version", equalTo(1)).body("changedBy", equalTo("installation"));
    }

    @Test
    void it_begins_with_words_and_a_time_and_ends_without() {
        sending("{\"enabled\":true,\"message\":\"Back at 14:00 UTC\",\"retryAfterSeconds\":1800}").put(MAINTENANCE).then()
                .statusCode(200).body("enabled", equalTo(true)).body("message", equalTo("Back at 14:00 UTC"))
                .body("retryAfterSeconds", equalTo(1800)).body("version", equalTo(2)).body("changedBy", equalTo("admin"));
        sending("{\"enabled\":false}").put(MAINTENANCE).then().statusCode(200);

        admin().get(MAINTENANCE).then().body("enabled", equalTo(false)).body("message", equalTo(""))
                .body("retryAfterSeconds", nullValue()).body("version", equalTo(3));
    }

    @Test
    void a_message_may_have_400_characters_of_any_script() {
        String message = "ปิด".repeat(100) + "😀".repeat(100);
        sending("{\"enabled\":true,\"message\":\"" + message + "\"}").put(MAINTENANCE).then().statusCode(200)
                .body("message", equalTo(message));
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 604_800 })
    void clients_may_be_told_to_come_back_at_once_or_in_a_week(int seconds) {
        sending("{\"enabled\":true,\"retryAfterSeconds\":" + seconds + "}").put(MAINTENANCE).then().statusCode(200)
                .body("retryAfterSeconds", equalTo(seconds));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', value = {
            "{}                                            | enabled",
            "{\"enabled\":null}                            | enabled",
            "{\"enabled\":1}                               | enabled",
            "{\"enabled\":\"true\"}                        | enabled",
            "{\"enabled\":true,\"message\":5}              | message",
            "{\"enabled\":true,\"message\":true}           | message",
            "{\"enabled\":true,\"message\":[]}             | message",
            "{\"enabled\":true,\"message\":\"a\\nb\"}      | message",
            "{\"enabled\":true,\"message\":\"a\\rb\"}      | message",
            "{\"enabled\":true,\"message\":\"a\\u0000b\"}  | message",
            "{\"enabled\":true,\"message\":\"a\\u001bb\"}  | message",
            "{\"enabled\":true,\"message\":\"a\\u0085b\"}  | message",
            "{\"enabled\":true,\"message\":\"a\\u2028b\"}  | message",
            "{\"enabled\":true,\"message\":\"a\\ud800b\"}  | message",
            "{\"enabled\":true,\"retryAfterSeconds\":-1}   | retryAfterSeconds",
            "{\"enabled\":true,\"retryAfterSeconds\":604801}     | retryAfterSeconds",
            "{\"enabled\":true,\"retryAfterSeconds\":1.5}  | retryAfterSeconds",
            "{\"enabled\":true,\"retryAfterSeconds\":\"5\"}      | retryAfterSeconds",
            "{\"enabled\":true,\"retryAfterSeconds\":4294967297} | retryAfterSeconds",
            "{\"enabled\":true,\"version\":7}              | version",
            "{\"enabled\":true,\"bogus\":null}             | bogus" })
    void what_breaks_a_rule_is_named_and_nothing_changes(String body, String field) {
        isAbout(sending(body).put(MAINTENANCE).then(), field);
        admin().get(MAINTENANCE).then().body("version", equalTo(1)).body("enabled", equalTo(false));
    }

    @Test
    void a_message_of_401_characters_is_too_long() {
        isAbout(sending("{\"enabled\":true,\"message\":\"" + "x".repeat(401) + "\"}").put(MAINTENANCE).then(), "message");
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "null", "[]", "true", "{\"enabled\":true,\"enabled\":false}", "{\"enabled\":true} x" })
    void a_body_is_one_json_object(String body) {
        isProblem(sending(body).put(MAINTENANCE).then(), 400);
        admin().get(MAINTENANCE).then().body("version", equalTo(1));
    }

    @Test
    void a_preview_tells_what_clients_would_read_and_changes_nothing() {
        sending("{\"enabled\":true,\"message\":\"Back at 14:00 UTC\",\"retryAfterSeconds\":1800}")
                .post(MAINTENANCE + "/preview").then()
                .statusCode(200)
                .body("reply", equalTo("421 Closed for maintenance: Back at 14:00 UTC. Try again in 1800 s. [R-…]"));
        sending("{\"enabled\":true}").post(MAINTENANCE + "/preview").then().statusCode(200)
                .body("reply", equalTo("421 Closed for maintenance. Try again in … s. [R-…]"));
        admin().get(MAINTENANCE).then().body("enabled", equalTo(false));
    }
}
