package io.drawbridge.admin.maintenance;

import static io.drawbridge.admin.Client.admin;
import static io.drawbridge.admin.Client.isAbout;
import static io.drawbridge.admin.Client.sending;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.drawbridge.admin.Door;
import io.drawbridge.admin.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;

/** What applies to whom, by the schema's {@code maintenance_of}. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class AppliesResourceTest {
    private static final String APPLIES = "/api/v1/maintenance/applies?address=192.0.2.7";

    private final Door door;

    AppliesResourceTest(Door door) {
        this.door = door;
    }

    @BeforeEach
    void reset() {
        door.reset();
        door.run("INSERT INTO account_group (name) VALUES ('team'); INSERT INTO virtual_host (name) VALUES ('ftp.example.org');"
                + "INSERT INTO account (name, password_hash, home, group_name) VALUES ('alice', '', '', 'team'), ('bob', '', '', NULL)");
    }

    @Test
    void nothing_applies_at_first() {
        admin().get(APPLIES).then().statusCode(200).body("items", empty()).body("total", equalTo(0));
    }

    @Test
    void the_flag_is_among_them() {
        sending("{\"enabled\":true,\"message\":\"Back at noon\",\"retryAfterSeconds\":60}").put("/api/v1/maintenance").then()
                .statusCode(200);
        admin().get(APPLIES).then().body("items.name", contains("maintenance")).body("items.mode", contains("refuse"))
                .body("items.message", contains("Back at noon")).body("items[0].startsAt", nullValue())
                .body("items[0].endsAt", nullValue()).body("items[0].retryAfterSeconds", equalTo(60));
    }

    @Test
    void of_windows_that_overlap_the_strictest_is_first() {
        for (String mode : new String[] { "announce", "drain", "refuse", "disconnect" }) {
            window(mode, "\"scope\":\"cluster\",\"mode\":\"" + mode + "\"");
        }
        admin().get(APPLIES).then().body("items.mode", contains("disconnect", "drain", "refuse", "announce"));
    }

    @Test
    void of_equally_strict_ones_the_longest_is_first() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        window("a", "\"scope\":\"cluster\",\"mode\":\"refuse\",\"endsAt\":\"" + now.plusSeconds(3600) + "\"");
        window("b", "\"scope\":\"cluster\",\"mode\":\"refuse\",\"endsAt\":\"" + now.plusSeconds(7200) + "\"");
        window("c", "\"scope\":\"cluster\",\"mode\":\"refuse\"");
        admin().get(APPLIES).then().body("items.name", contains("c", "b", "a"));
    }

    @ParameterizedTest
    @CsvSource({ "listener, ftps, listener=ftps, listener=ftp", "host, ftp.example.org, host=ftp.example.org, host=x",
            "node, ftp-0, node=ftp-0, node=ftp-1", "group, team, account=alice, account=bob" })
    void a_window_for_a_part_applies_to_that_part(String scope, String subject, String inside, String outside) {
        window("a", "\"mode\":\"refuse\",\"scope\":\"" + scope + "\",\"subject\":\"" + subject + "\"");
        admin().get(APPLIES + "&" + inside).then().body("items.name", contains("a")).body("items.scope", contains(scope));
        admin().get(APPLIES + "&" + outside).then().body("items", empty());
        admin().get(APPLIES).then().body("items", empty());
    }

    @Test
    void the_exempt_are_left_alone() {
        window("a", "\"mode\":\"refuse\",\"scope\":\"cluster\",\"exemptNetworks\":[\"192.0.2.0/24\"]");
        admin().get(APPLIES).then().body("items", empty());
        admin().get("/api/v1/maintenance/applies?address=198.51.100.1").then().body("items.name", contains("a"));
    }

    @Test
    void who_may_still_turn_out_to_be_exempt_is_asked_when_it_is_known() {
        window("a", "\"mode\":\"refuse\",\"scope\":\"cluster\",\"exemptAccounts\":[\"alice\"]");
        admin().get(APPLIES).then().body("items", empty());
        admin().get(APPLIES + "&account=alice").then().body("items", empty());
        admin().get(APPLIES + "&account=bob").then().body("items.name", contains("a"));
    }

    @Test
    void it_is_known_what_would_apply_at_ten_past_three() {
        Instant start = Instant.now().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(2)).plus(Duration.ofHours(3));
        window("nightly", "\"scope\":\"cluster\",\"mode\":\"drain\",\"drainSeconds\":600,\"startsAt\":\"" + start
                + "\",\"endsAt\":\"" + start.plusSeconds(3600) + "\",\"recurrence\":\"FREQ=DAILY\",\"reason\":\"new disks\","
                + "\"messages\":{\"en\":\"Closed for {reason} until {until}, in {retryAfter}\",\"th\":\"ปิดถึง {until}\"}");
        Instant at = start.plus(Duration.ofDays(30)).plusSeconds(600);
        admin().get(APPLIES + "&at=" + at).then().statusCode(200).header("Content-Language", "en")
                .body("at", equalTo(at.toString())).body("items.name", contains("nightly"))
                .body("items.message", contains("Closed for new disks until 04:00 UTC, in 3000 s"))
                .body("items[0].drainUntil", equalTo(at.toString())).body("items[0].retryAfterSeconds", equalTo(3000));
        admin().header("Accept-Language", "th").get(APPLIES + "&at=" + at).then()
                .body("items.message", contains("ปิดถึง 04:00 UTC"));
        admin().get(APPLIES + "&at=" + start.minusSeconds(1)).then().body("items", empty());
        admin().get(APPLIES + "&at=" + start.plusSeconds(3600)).then().body("items", empty());
    }

    @Test
    void what_is_not_known_yet_is_not_answered() {
        Instant now = Instant.now();
        for (Duration away : new Duration[] { Duration.ofDays(93), Duration.ofDays(-31) }) {
            isAbout(admin().get(APPLIES + "&at=" + now.plus(away)).then(), "at");
        }
        admin().get(APPLIES + "&at=" + now.plus(Duration.ofDays(91))).then().statusCode(200);
        window("a", "\"scope\":\"cluster\",\"mode\":\"refuse\"");
        door.run("UPDATE maintenance_window SET known_until = now() + interval '61 days'");
        isAbout(admin().get(APPLIES + "&at=" + now.plus(Duration.ofDays(62))).then(), "at");
    }

    @ParameterizedTest
    @CsvSource({ "account=a%20b, account", "listener=A, listener", "host=A, host", "node=%20, node", "at=now, at" })
    void what_breaks_a_rule_is_named(String parameter, String field) {
        isAbout(admin().urlEncodingEnabled(false).get(APPLIES + "&" + parameter).then(), field);
    }

    @Test
    void an_address_is_needed() {
        isAbout(admin().get("/api/v1/maintenance/applies").then(), "address");
        isAbout(admin().get("/api/v1/maintenance/applies?address=example.org").then(), "address");
    }

    private static void window(String name, String members) {
        sending("{\"name\":\"" + name + "\"," + members + "}").post("/api/v1/maintenance/windows").then().statusCode(201);
    }
}
