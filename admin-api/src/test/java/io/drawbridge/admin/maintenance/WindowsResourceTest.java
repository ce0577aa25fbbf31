package io.drawbridge.admin.maintenance;

import static io.drawbridge.admin.Client.admin;
import static io.drawbridge.admin.Client.isAbout;
import static io.drawbridge.admin.Client.isProblem;
import static io.drawbridge.admin.Client.sending;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
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
import io.drawbridge.admin.Notices;
import io.drawbridge.admin.TestDatabase;
import io.drawbridge.notice.Notice;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@WithTestResource(TestDatabase.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class WindowsResourceTest {
    private static final String WINDOWS = "/api/v1/maintenance/windows";
    private static final String WEEKLY = """
            {"name":"weekly","scope":"cluster","mode":"refuse","startsAt":"%s","endsAt":"%s","recurrence":"FREQ=WEEKLY",
             "timeZone":"UTC","reason":"new disks","messages":{"en":"Closed for {reason} until {until}","th":"ปิดถึง {until}"},
             "exemptNetworks":["192.0.2.7","2001:db8::/32"],"exemptAccounts":["alice"]}""";

    private final Door door;

    WindowsResourceTest(Door door) {
        this.door = door;
    }

    @BeforeEach
    void reset() {
        door.reset();
    }

    @Test
    void there_is_none_at_first() {
        admin().get(WINDOWS).then().statusCode(200).body("items", empty()).body("total", equalTo(0));
    }

    @Test
    void a_window_opens_again_and_again() {
        Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(60);
        sending(WEEKLY.formatted(start, start.plusSeconds(3600))).post(WINDOWS).then().statusCode(201)
                .header("Location", endsWith("/api/v1/maintenance/windows/weekly"))
                .body("name", equalTo("weekly")).body("scope", equalTo("cluster")).body("subject", nullValue())
                .body("mode", equalTo("refuse")).body("startsAt", equalTo(start.toString()))
                .body("recurrence", equalTo("FREQ=WEEKLY")).body("messages.th", equalTo("ปิดถึง {until}"))
                .body("exemptNetworks", contains("192.0.2.7/32", "2001:db8::/32")).body("exemptAccounts", contains("alice"))
                .body("active", equalTo(true)).body("next", hasSize(5))
                .body("next[0].startsAt", equalTo(start.toString()))
                .body("next[1].endsAt", equalTo(start.plus(Duration.ofDays(7)).plusSeconds(3600).toString()))
                .body("version", equalTo(1)).body("changedBy", equalTo("admin"));
        admin().get(WINDOWS).then().body("items.name", contains("weekly")).body("total", equalTo(1));
        assertThat(door.text("SELECT count(*) FROM maintenance_occurrence")).isEqualTo("14");
    }

    @Test
    void a_window_without_an_end_lasts_until_it_is_deleted() {
        sending("{\"name\":\"now\",\"scope\":\"node\",\"subject\":\"ftp-0\",\"mode\":\"drain\"}").post(WINDOWS).then()
                .statusCode(201).body("active", equalTo(true)).body("endsAt", nullValue()).body("next", hasSize(1))
                .body("next[0].endsAt", nullValue()).body("timeZone", equalTo("UTC"));
        admin().delete(WINDOWS + "/now").then().statusCode(204);
        isProblem(admin().get(WINDOWS + "/now").then(), 404);
        isProblem(admin().delete(WINDOWS + "/now").then(), 404);
        assertThat(door.text("SELECT count(*) FROM maintenance_occurrence")).isEqualTo("0");
    }

    @Test
    void what_a_patch_does_not_name_stays() {
        sending(WEEKLY.formatted("2199-01-01T00:00:00Z", "2199-01-01T01:00:00Z")).post(WINDOWS).then().statusCode(201);
        sending("{\"mode\":\"drain\",\"drainSeconds\":60,\"messages\":{\"th\":null},\"exemptAccounts\":[]}")
                .patch(WINDOWS + "/weekly").then().statusCode(200).body("mode", equalTo("drain"))
                .body("drainSeconds", equalTo(60)).body("messages.en", equalTo("Closed for {reason} until {until}"))
                .body("messages.th", nullValue()).body("exemptAccounts", empty()).body("exemptNetworks", hasSize(2))
                .body("version", equalTo(2)).body("active", equalTo(false)).body("next", empty());
        sending("{\"recurrence\":null,\"endsAt\":null,\"startsAt\":null}").patch(WINDOWS + "/weekly").then().statusCode(200)
                .body("active", equalTo(true)).body("next", hasSize(1));
    }

    @Test
    void a_name_is_taken_once_and_does_not_change() {
        String window = "{\"name\":\"a\",\"scope\":\"cluster\",\"mode\":\"announce\"}";
        sending(window).post(WINDOWS).then().statusCode(201);
        isProblem(sending(window).post(WINDOWS).then(), 409);
        isAbout(sending("{\"name\":\"b\"}").patch(WINDOWS + "/a").then(), "name");
        isProblem(sending("{}").patch(WINDOWS + "/b").then(), 404);
        isProblem(admin().urlEncodingEnabled(false).get(WINDOWS + "/a%00").then(), 404);
    }

    @Test
    void a_group_and_a_host_must_be_there() {
        door.run(
                "INSERT INTO account_group (name) VALUES ('team'); INSERT INTO virtual_host (name) VALUES ('ftp.example.org')");
        for (String subject : new String[] { "\"group\",\"subject\":\"team\"", "\"host\",\"subject\":\"ftp.example.org\"" }) {
            String window = "{\"name\":\"a\",\"mode\":\"refuse\",\"scope\":" + subject + "}";
            sending(window).post(WINDOWS).then().statusCode(201);
            admin().delete(WINDOWS + "/a").then().statusCode(204);
            isAbout(sending(window.replace("team", "tema").replace("example", "exmaple")).post(WINDOWS).then(), "subject");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', value = {
            "\"scope\":\"world\"                                 | scope",
            "\"subject\":\"ftp-0\"                               | subject",
            "\"scope\":\"node\"                                  | subject",
            "\"scope\":\"host\",\"subject\":\"UP.example\"       | subject",
            "\"mode\":\"close\"                                  | mode",
            "\"startsAt\":\"tomorrow\"                           | startsAt",
            "\"startsAt\":\"2026-11-29T03:00:00.5Z\"             | startsAt",
            "\"startsAt\":\"1999-11-29T03:00:00Z\"               | startsAt",
            "\"startsAt\":7                                      | startsAt",
            "\"endsAt\":\"2026-11-29T03:00:00Z\"                 | endsAt",
            "\"endsAt\":\"+999999999-11-29T03:00:00Z\"           | endsAt",
            "\"recurrence\":\"FREQ=DAILY\"                       | endsAt",
            "\"recurrence\":\"FREQ=MINUTELY\",\"endsAt\":\"2026-11-29T03:00:30Z\"  | recurrence",
            "\"recurrence\":\"weekly\",\"endsAt\":\"2026-11-29T04:00:00Z\"         | recurrence",
            "\"recurrence\":\"FREQ=HOURLY\",\"endsAt\":\"2026-11-29T05:00:00Z\"    | recurrence",
            "\"timeZone\":\"Mars/Olympus\"                       | timeZone",
            "\"timeZone\":\"+01:00\"                             | timeZone",
            "\"drainSeconds\":-1                                 | drainSeconds",
            "\"drainSeconds\":604801                             | drainSeconds",
            "\"retryAfterSeconds\":604801                        | retryAfterSeconds",
            "\"reason\":\"a\\nb\"                                | reason",
            "\"messages\":{\"de\":\"zu\"}                        | messages",
            "\"messages\":{\"en\":\"{when}\"}                    | messages.en",
            "\"messages\":{\"en\":\"a\\nb\"}                     | messages.en",
            "\"messages\":\"Closed\"                             | messages",
            "\"messages\":{\"en\":7}                             | messages.en",
            "\"exemptNetworks\":[\"192.0.2.7/24\"]               | exemptNetworks",
            "\"exemptNetworks\":[7]                              | exemptNetworks",
            "\"exemptNetworks\":\"192.0.2.7\"                    | exemptNetworks",
            "\"exemptAccounts\":[\"a b\"]                        | exemptAccounts",
            "\"version\":1                                       | version" })
    void what_breaks_a_rule_is_named_and_nothing_changes(String change, String field) {
        sending("{\"name\":\"a\",\"scope\":\"cluster\",\"mode\":\"refuse\",\"startsAt\":\"2026-11-29T03:00:00Z\"}")
                .post(WINDOWS)
                .then().statusCode(201);
        isAbout(sending("{" + change + "}").patch(WINDOWS + "/a").then(), field);
        admin().get(WINDOWS + "/a").then().body("version", equalTo(1));
    }

    @ParameterizedTest
    @CsvSource({ "maintenance", "No", "a_b", "''" })
    void what_is_no_name_is_refused(String name) {
        isAbout(sending("{\"name\":\"" + name + "\",\"scope\":\"cluster\",\"mode\":\"refuse\"}").post(WINDOWS).then(), "name");
        admin().get(WINDOWS).then().body("total", equalTo(0));
    }

    @Test
    void what_is_missing_is_named_at_once() {
        isAbout(sending("{\"messages\":{\"en\":null}}").post(WINDOWS).then(), "name", "scope", "mode", "messages.en");
    }

    @Test
    void at_most_100_networks_are_exempt() {
        String networks = "\"192.0.2.1\"" + ",\"192.0.2.1\"".repeat(100);
        isAbout(sending("{\"name\":\"a\",\"scope\":\"cluster\",\"mode\":\"refuse\",\"exemptNetworks\":[" + networks + "]}")
                .post(WINDOWS).then(), "exemptNetworks");
    }

    @Test
    void a_rule_that_misses_the_start_says_when_it_would_begin() {
        sending("{\"name\":\"a\",\"scope\":\"cluster\",\"mode\":\"refuse\",\"startsAt\":\"2026-11-28T03:00:00Z\","
                + "\"endsAt\":\"2026-11-28T04:00:00Z\",\"recurrence\":\"FREQ=WEEKLY;BYDAY=SU\"}").post(WINDOWS).then()
                .statusCode(400).body("errors[0].detail", containsString("the first one is 2026-11-29T03:00:00Z"));
    }

    @Test
    void nodes_hear_of_it() throws Exception {
        try (Notices notices = new Notices()) {
            sending("{\"name\":\"a\",\"scope\":\"cluster\",\"mode\":\"refuse\"}").post(WINDOWS).then().statusCode(201);
            assertThat(notices.receive(1)).containsOnly(new Notice.ConfigurationChanged());
        }
    }
}
