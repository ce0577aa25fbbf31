package io.drawbridge.admin.refusals;

import static io.drawbridge.admin.Client.admin;
import static io.drawbridge.admin.Client.isProblem;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.drawbridge.admin.Door;
import io.drawbridge.admin.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@WithTestResource(TestDatabase.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class RefusalsResourceTest {
    private static final String REFUSALS = "/api/v1/refusals";

    private final Door door;

    RefusalsResourceTest(Door door) {
        this.door = door;
    }

    @BeforeEach
    void two_refusals_of_many() {
        door.reset();
        door.run(
                """
                        INSERT INTO refusal VALUES
                            ('R-AAAAAA', now() - interval '1 minute', 'ftp-0', 'ADDRESS_FULL', '192.0.2.7', NULL, 5, 6, NULL, 30, '192.0.2.7', 'limits'),
                            ('R-BBBBBB', now(), 'ftp-1', 'MAINTENANCE', '2001:db8::1', 'alice', NULL, NULL, 'Back at 14:00 UTC', 1800, NULL, 'upgrade');
                        INSERT INTO refusal_count VALUES ('ftp-0', 'ADDRESS_FULL', 700), ('ftp-1', 'ADDRESS_FULL', 7),
                            ('ftp-1', 'MAINTENANCE', 1)""");
    }

    @Test
    void a_reference_leads_to_who_was_refused_and_why() {
        admin().get(REFUSALS + "/R-AAAAAA").then().statusCode(200)
                .body("reference", equalTo("R-AAAAAA")).body("node", equalTo("ftp-0")).body("reason", equalTo("address_full"))
                .body("remoteAddress", equalTo("192.0.2.7")).body("account", nullValue()).body("limit", equalTo(5))
                .body("subject", equalTo("192.0.2.7")).body("rule", equalTo("limits"))
                .body("held", equalTo(6)).body("message", nullValue()).body("retryAfterSeconds", equalTo(30));
        admin().get(REFUSALS + "/r-bbbbbb").then().statusCode(200).body("account", equalTo("alice"))
                .body("subject", nullValue()).body("rule", equalTo("upgrade"))
                .body("message", equalTo("Back at 14:00 UTC"));
    }

    @Test
    void a_reference_that_nobody_was_given_is_404() {
        isProblem(admin().get(REFUSALS + "/R-ZZZZZZ").then(), 404);
    }

    @Test
    void the_newest_come_first_with_the_counts_of_all() {
        admin().get(REFUSALS).then().statusCode(200).body("items.reference", contains("R-BBBBBB", "R-AAAAAA"))
                .body("counts.address_full", equalTo(707)).body("counts.maintenance", equalTo(1));
        admin().get(REFUSALS + "?limit=1").then().statusCode(200).body("items.reference", contains("R-BBBBBB"));
        door.reset();
        admin().get(REFUSALS).then().statusCode(200).body("items", empty());
    }

    @Test
    void some_are_found_by_their_reason_and_address() {
        admin().get(REFUSALS + "?reason=maintenance").then().statusCode(200).body("items.reference", contains("R-BBBBBB"));
        admin().get(REFUSALS + "?address=192.0.2.7").then().statusCode(200).body("items.reference", contains("R-AAAAAA"));
        admin().get(REFUSALS + "?address=2001:DB8:0::1&reason=maintenance").then().statusCode(200)
                .body("items.reference", contains("R-BBBBBB"));
        admin().get(REFUSALS + "?address=192.0.2.7&reason=maintenance").then().statusCode(200).body("items", empty());
    }

    @ParameterizedTest
    @ValueSource(strings = { "reason=MAINTENANCE", "reason=a%00", "address=example.org",
            "address=192.0.2.0/24" })
    void a_filter_that_makes_no_sense_is_refused(String filter) {
        isProblem(admin().urlEncodingEnabled(false).get(REFUSALS + "?" + filter).then(), 400);
    }

    @ParameterizedTest
    @ValueSource(strings = { "0", "-1", "501", "x", "1.5" })
    void a_page_has_a_size_that_makes_sense(String limit) {
        isProblem(admin().get(REFUSALS + "?limit=" + limit).then(), 400);
    }
}
