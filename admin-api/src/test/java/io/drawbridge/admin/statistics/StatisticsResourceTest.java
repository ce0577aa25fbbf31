package io.drawbridge.admin.statistics;

import static io.drawbridge.admin.Client.admin;
import static io.drawbridge.admin.Client.isAbout;
import static io.drawbridge.admin.Client.isProblem;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

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

@QuarkusTest
@WithTestResource(TestDatabase.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class StatisticsResourceTest {
    private static final String STATISTICS = "/api/v1/statistics";

    private final Door door;
    private final Instant hour = Instant.now().minus(3, ChronoUnit.HOURS).truncatedTo(ChronoUnit.HOURS);

    StatisticsResourceTest(Door door) {
        this.door = door;
    }

    @BeforeEach
    void reset() {
        door.reset();
        door.run("TRUNCATE statistic");
    }

    private void count(String node, Instant minute, String measure, String reason, long value) {
        door.run("SELECT add_statistics('%s', ARRAY['%s'::timestamptz], ARRAY['%s'], ARRAY['%s'], ARRAY[%d]::bigint[])"
                .formatted(node, minute, measure, reason, value));
    }

    private String asked(int minutes, String more) {
        return STATISTICS + "?from=" + hour + "&to=" + hour.plus(minutes, ChronoUnit.MINUTES) + more;
    }

    @Test
    void what_nodes_have_counted_is_added_up_by_step() {
        count("ftp-0", hour, "ADMITTED", "", 10);
        count("ftp-0", hour, "ADMITTED", "", 5);
        count("ftp-1", hour, "ADMITTED", "", 15);
        count("ftp-1", hour, "REFUSED", "CLUSTER_FULL", 20);
        count("ftp-0", hour, "REFUSED", "BANNED", 1);
        count("ftp-0", hour.plusSeconds(120), "LOGINS_FAILED", "", 2);
        count("ftp-0", hour.plusSeconds(120), "BYTES_RECEIVED", "", 5_000_000_000L);
        count("ftp-0", hour.plusSeconds(180), "ADMITTED", "", 100);

        admin().get(asked(3, "")).then().statusCode(200).body("step", equalTo(60)).body("node", nullValue())
                .body("from", equalTo(hour.toString())).body("items.admitted", contains(30, 0, 0))
                .body("items.refused", contains(21, 0, 0)).body("items[0].refusedByReason.cluster_full", equalTo(20))
                .body("items.loginsFailed", contains(0, 0, 2)).body("items[2].bytesReceived", equalTo(5_000_000_000L))
                .body("items[1].at", equalTo(hour.plusSeconds(60).toString()));
        admin().get(asked(4, "&step=120")).then().body("items.admitted", contains(30, 100));
        admin().get(asked(3, "&node=ftp-0")).then().body("node", equalTo("ftp-0")).body("items.admitted", contains(15, 0, 0))
                .body("items.refused", contains(1, 0, 0));
    }

    @Test
    void of_sessions_the_greatest_number_counts() {
        count("ftp-0", hour, "SESSIONS", "", 7);
        count("ftp-0", hour, "SESSIONS", "", 3);
        count("ftp-1", hour.plusSeconds(60), "SESSIONS", "", 5);
        admin().get(asked(2, "&step=120")).then().body("items.sessionsPeak", contains(7));

        // Of the cluster they are counted when a node writes, wherever they are.
        door.sessionOn("ftp-0", "192.0.2.7", null);
        door.sessionOn("ftp-1", "192.0.2.8", null);
        count("ftp-0", hour, "ADMITTED", "", 1);
        admin().get(STATISTICS + "?step=3600&from=" + hour).then().body("items.sessionsPeak.max()", equalTo(7));
        door.run("DELETE FROM statistic WHERE node <> ''");
        admin().get(STATISTICS + "?step=3600&from=" + hour).then().body("items.sessionsPeak.max()", equalTo(2));
    }

    @Test
    void after_two_days_minutes_become_hours_and_in_the_end_they_are_forgotten() {
        Instant old = Instant.now().minus(72, ChronoUnit.HOURS).truncatedTo(ChronoUnit.HOURS);
        for (int minute : new int[] { 0, 1, 59 }) {
            count("ftp-0", old.plusSeconds(60L * minute), "ADMITTED", "", 10);
            count("ftp-0", old.plusSeconds(60L * minute), "SESSIONS", "", 10 + minute);
        }
        count("ftp-0", hour.plusSeconds(60), "ADMITTED", "", 1);
        door.run("SELECT trim_statistics(interval '90 days')");
        String asked = STATISTICS + "?step=3600&from=" + old + "&to=" + old.plusSeconds(7200);
        admin().get(asked).then().body("items.admitted", contains(30, 0)).body("items.sessionsPeak", contains(69, 0));
        admin().get(asked(2, "")).then().body("items.admitted", contains(0, 1));
        door.run("SELECT trim_statistics(interval '60 hours')");
        admin().get(asked).then().body("items.admitted", contains(0, 0));
    }

    @Test
    void unless_said_it_is_the_last_hour_by_the_minute() {
        admin().get(STATISTICS).then().statusCode(200).body("items", hasSize(61));
    }

    @ParameterizedTest
    @CsvSource({ "from=yesterday,from", "to=x,to", "step=59,step", "step=90,step", "step=x,step", "step=172800,step",
            "from=2999-01-01T00:00:00Z,from", "from=2020-01-01T00:00:00Z,step", "node=a%20b,node",
            "from=2020-01-01T00:00:00Z&step=3600,step" })
    void what_is_asked_wrongly_is_named(String query, String field) {
        isAbout(admin().urlEncodingEnabled(false).get(STATISTICS + "?" + query).then(), field);
    }

    @Test
    void nobody_counts_without_a_login() {
        isProblem(given().get(STATISTICS).then(), 401);
    }
}
