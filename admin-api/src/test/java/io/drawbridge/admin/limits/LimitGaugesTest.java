package io.drawbridge.admin.limits;

import static io.drawbridge.admin.Client.admin;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import io.drawbridge.admin.Door;
import io.drawbridge.admin.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;

/** What Prometheus is told of the limits and of the API. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class LimitGaugesTest {
    @Inject
    Door door;

    @BeforeEach
    void an_empty_cluster() {
        door.reset();
    }

    private static String scrape() {
        return given().get("/q/metrics").then().statusCode(200).extract().asString();
    }

    @Test
    void limits_are_told_with_what_is_held_and_never_by_whom() {
        door.run("UPDATE limits SET max_sessions = 10, max_sessions_per_address = 3");
        door.sessionOn("ftp-0", "192.0.2.1", "alice");
        door.sessionOn("ftp-0", "192.0.2.1", null);
        door.sessionOn("ftp-1", "192.0.2.2", null);
        // What was asked for a moment ago is told again.
        await().untilAsserted(() -> assertThat(scrape()).contains("\ndrawbridge_cluster_sessions 3.0\n",
                "\ndrawbridge_limit_sessions{scope=\"cluster\",rule=\"limits\"} 3.0\n",
                "\ndrawbridge_limit_sessions_max{scope=\"cluster\",rule=\"limits\"} 10.0\n",
                "\ndrawbridge_limit_sessions{scope=\"address\",rule=\"limits\"} 2.0\n",
                "\ndrawbridge_limit_sessions_max{scope=\"address\",rule=\"limits\"} 3.0\n"));
        assertThat(scrape()).doesNotContain("192.0.2.", "alice");
    }

    @Test
    void requests_are_counted_by_what_they_ask_for_and_not_by_whom_they_mean() {
        admin().get("/api/v1/accounts");
        admin().get("/api/v1/accounts/nobody-of-that-name");
        given().auth().preemptive().basic("admin", "wrong").get("/api/v1/accounts/somebody-of-that-name");
        given().auth().preemptive().basic("admin", "wrong").get("/no/page/of/that/name");
        given().contentType("application/json").body("x".repeat(200_000)).put("/api/v1/access/192.0.2.0%2F24");
        await().untilAsserted(() -> assertThat(scrape()).contains("outcome=\"SUCCESS\",status=\"200\",uri=\"/v1/accounts\"",
                "status=\"401\",uri=\"other\"", "status=\"404\",uri=\"other\"", "status=\"413\",uri=\"other\""));
        assertThat(scrape()).doesNotContain("of-that-name", "/no/page", "192.0.2.");
    }
}
