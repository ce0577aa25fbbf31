package io.drawbridge.admin.bans;

import static io.drawbridge.admin.Client.admin;
import static io.drawbridge.admin.Client.isAbout;
import static io.drawbridge.admin.Client.isProblem;
import static io.drawbridge.admin.Client.sending;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;

import java.util.UUID;

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
class BansResourceTest {
    private static final String BANS = "/api/v1/bans";

    private final Door door;

    BansResourceTest(Door door) {
        this.door = door;
    }

    @BeforeEach
    void reset() {
        door.reset();
    }

    @Test
    void nobody_is_banned_at_first() {
        admin().get(BANS).then().statusCode(200).body("items", empty()).body("total", equalTo(0));
    }

    @Test
    void a_network_is_banned_for_a_time_with_a_reason() {
        sending("{\"network\":\"192.0.2.7\",\"seconds\":3600,\"reason\":\"guesses\"}").post(BANS).then().statusCode(201)
                .header("Location", endsWith("/api/v1/bans/192.0.2.7/32"))
                .body("network", equalTo("192.0.2.7/32")).body("reason", equalTo("guesses")).body("times", equalTo(1))
                .body("bannedBy", equalTo("admin"));
        admin().get(BANS + "/192.0.2.7/32").then().statusCode(200).body("reason", equalTo("guesses"));
        assertThat(door.text("SELECT until - since FROM ban")).isEqualTo("01:00:00");
    }

    @Test
    void another_ban_of_a_network_replaces_the_first() {
        sending("{\"network\":\"192.0.2.0/24\",\"seconds\":3600}").post(BANS).then().statusCode(201);
        sending("{\"network\":\"192.0.2.0/24\",\"seconds\":60,\"reason\":\"again\"}").post(BANS).then().statusCode(201)
                .body("times", equalTo(1));
        admin().get(BANS).then().body("total", equalTo(1)).body("items.reason", contains("again"));
    }

    @Test
    void the_newest_are_listed_and_all_are_counted() {
        door.run("""
                INSERT INTO ban (network, since, until, reason, banned_by)
                SELECT ('192.0.2.' || i)::cidr, now() - i * interval '1 minute', now() + interval '1 hour', '', 'protection'
                FROM generate_series(1, 5) AS i""");
        door.run("INSERT INTO ban VALUES ('198.51.100.1', now() - interval '1 hour', now() - interval '1 minute', 1, '', 'x')");
        admin().get(BANS + "?limit=2").then().body("items.network", contains("192.0.2.1/32", "192.0.2.2/32"))
                .body("total", equalTo(5));
        isProblem(admin().get(BANS + "/198.51.100.1").then(), 404);
        for (String limit : new String[] { "0", "501", "x", "-1" }) {
            isAbout(admin().get(BANS + "?limit=" + limit).then(), "limit");
        }
    }

    @Test
    void sessions_inside_are_closed_and_their_nodes_told() throws Exception {
        UUID inside = door.sessionOn("ftp-0", "192.0.2.7", null);
        UUID elsewhere = door.sessionOn("ftp-1", "192.0.2.8", "alice");
        UUID outside = door.sessionOn("ftp-2", "198.51.100.1", null);
        door.run("INSERT INTO access_rule (network, access) VALUES ('192.0.2.9', 'ALLOW')");
        UUID allowed = door.sessionOn("ftp-2", "192.0.2.9", null);

        try (Notices notices = new Notices()) {
            sending("{\"network\":\"192.0.2.0/24\",\"seconds\":60}").post(BANS).then().statusCode(201);
            assertThat(notices.receive(3)).containsExactlyInAnyOrder(new Notice.ConfigurationChanged(),
                    new Notice.SessionsKicked("ftp-0"), new Notice.SessionsKicked("ftp-1"));
        }
        assertThat(eviction(inside)).isEqualTo("BANNED 192.0.2.0/24");
        assertThat(eviction(elsewhere)).isEqualTo("BANNED 192.0.2.0/24");
        assertThat(eviction(outside)).isNull();
        assertThat(eviction(allowed)).isNull();
    }

    @Test
    void a_ban_is_revoked_with_its_memory() {
        door.run("INSERT INTO abuse VALUES ('192.0.2.7', 199, now()), ('198.51.100.1', 5, now())");
        door.run("INSERT INTO ban VALUES ('192.0.2.0/24', now(), now() + interval '1 hour', 5, '', 'protection')");

        admin().delete(BANS + "/192.0.2.0/24").then().statusCode(204);
        isProblem(admin().delete(BANS + "/192.0.2.0/24").then(), 404);
        assertThat(door.text("SELECT count(*) FROM ban")).isEqualTo("0");
        assertThat(door.text("SELECT string_agg(text(source), ' ') FROM abuse")).isEqualTo("198.51.100.1/32");
    }

    @Test
    void what_is_remembered_of_a_ban_that_has_ended_is_revoked_too() {
        door.run("INSERT INTO ban VALUES ('192.0.2.7', now() - interval '1 hour', now() - interval '1 minute', 5, '', 'x')");
        admin().delete(BANS + "/192.0.2.7").then().statusCode(204);
        assertThat(door.text("SELECT count(*) FROM ban")).isEqualTo("0");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', value = {
            "{\"seconds\":60}                                              | network",
            "{\"network\":\"192.0.2.7/24\",\"seconds\":60}                 | network",
            "{\"network\":7,\"seconds\":60}                                | network",
            "{\"network\":\"192.0.2.7\"}                                   | seconds",
            "{\"network\":\"192.0.2.7\",\"seconds\":0}                     | seconds",
            "{\"network\":\"192.0.2.7\",\"seconds\":31536001}              | seconds",
            "{\"network\":\"192.0.2.7\",\"seconds\":60,\"reason\":\"\\n\"} | reason",
            "{\"network\":\"192.0.2.7\",\"seconds\":60,\"until\":1}        | until" })
    void what_breaks_a_rule_is_named_and_nothing_changes(String body, String field) {
        isAbout(sending(body).post(BANS).then(), field);
        admin().get(BANS).then().body("total", equalTo(0));
    }

    private String eviction(UUID session) {
        return door.text("SELECT eviction || ' ' || eviction_subject FROM session WHERE id = '" + session + "'");
    }
}
