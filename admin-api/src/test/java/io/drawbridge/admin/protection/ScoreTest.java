package io.drawbridge.admin.protection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import io.drawbridge.admin.Door;
import io.drawbridge.admin.Notices;
import io.drawbridge.admin.TestDatabase;
import io.drawbridge.notice.Notice;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;

/** What the schema does with offences, as nodes report them. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class ScoreTest {
    private static final String ADDRESS = "192.0.2.7";

    private final Door door;

    ScoreTest(Door door) {
        this.door = door;
    }

    @BeforeEach
    void reset() {
        door.reset();
    }

    @Test
    void offences_add_up_by_their_points() {
        score(ADDRESS, "FAILED_LOGIN", 3);
        score(ADDRESS, "BAD_COMMAND", 4);
        score(ADDRESS, "DATA_PORT_STRANGER", 1);
        score(ADDRESS, "REFUSAL", 5);
        assertThat(door.text("SELECT round(score) FROM abuse")).isEqualTo("53");
        assertThat(banned(ADDRESS)).isFalse();
    }

    @Test
    void a_score_halves_with_each_half_life_down_to_nothing() {
        score(ADDRESS, "FAILED_LOGIN", 16);
        later("600 seconds");
        score(ADDRESS, "FAILED_LOGIN", 0);
        assertThat(door.text("SELECT round(score) FROM abuse")).isEqualTo("80");
        // 1100 half-lives leave less than a number can say.
        for (String time : new String[] { "660000 seconds", "10 years" }) {
            later(time);
            score(ADDRESS, "FAILED_LOGIN", 1);
            assertThat(door.text("SELECT round(score) FROM abuse")).isEqualTo("10");
        }
    }

    @Test
    void an_address_over_the_threshold_is_banned_with_its_offences() {
        score(ADDRESS, "FAILED_LOGIN", 19);
        assertThat(banned(ADDRESS)).isFalse();
        door.run("SELECT score(ARRAY['%1$s', '%1$s']::inet[], ARRAY['FAILED_LOGIN', 'BAD_COMMAND'], ARRAY[1, 1])"
                .formatted(ADDRESS));
        assertThat(banned(ADDRESS)).isTrue();
        assertThat(banned("192.0.2.8")).isFalse();
        assertThat(door.text("SELECT reason || ' by ' || banned_by FROM ban")).isEqualTo(
                "bad command, failed login by protection");
        assertThat(door.text("SELECT count(*) FROM abuse")).isEqualTo("0");
    }

    @Test
    void each_ban_in_a_row_is_twice_as_long_up_to_the_longest() {
        door.run("UPDATE protection SET ban_seconds = 100, max_ban_seconds = 350");
        for (int seconds : new int[] { 100, 200, 350, 350 }) {
            score(ADDRESS, "FAILED_LOGIN", 20);
            assertThat(door.text("SELECT extract(epoch FROM until - since)::integer FROM ban"))
                    .isEqualTo(Integer.toString(seconds));
            later("400 seconds");
            door.run("SELECT forget_abuse()");
        }
        later("700 seconds");
        door.run("SELECT forget_abuse()");
        assertThat(door.text("SELECT count(*) FROM ban")).isEqualTo("0");
    }

    @Test
    void offences_during_a_ban_count_nothing() {
        score(ADDRESS, "FAILED_LOGIN", 20);
        score(ADDRESS, "FAILED_LOGIN", 20);
        assertThat(door.text("SELECT times FROM ban")).isEqualTo("1");
        assertThat(door.text("SELECT count(*) FROM abuse")).isEqualTo("0");
    }

    @Test
    void all_addresses_of_one_slash_64_are_one_offender() {
        score("2001:db8::1", "FAILED_LOGIN", 10);
        score("2001:db8::2", "FAILED_LOGIN", 11);
        assertThat(door.text("SELECT network FROM ban")).isEqualTo("2001:db8::/64");
        assertThat(banned("2001:db8::3")).isTrue();
        assertThat(banned("2001:db8:0:1::1")).isFalse();
    }

    @Test
    void whoever_is_allowed_is_never_banned() {
        door.run("INSERT INTO access_rule (network, access) VALUES ('192.0.2.0/24', 'ALLOW'), ('192.0.2.8', 'DENY')");
        score(ADDRESS, "FAILED_LOGIN", 1000);
        score("127.0.0.1", "FAILED_LOGIN", 1000);
        score("::1", "FAILED_LOGIN", 1000);
        score("192.0.2.8", "FAILED_LOGIN", 1000);
        assertThat(door.text("SELECT string_agg(text(network), ' ') FROM ban")).isEqualTo("192.0.2.8/32");
    }

    @Test
    void sessions_of_the_banned_are_closed_but_not_of_the_allowed_among_them() {
        door.run("INSERT INTO access_rule (network, access) VALUES ('2001:db8::a', 'ALLOW')");
        UUID guilty = door.sessionOn("ftp-0", "2001:db8::1", null);
        UUID neighbour = door.sessionOn("ftp-1", "2001:db8::2", null);
        UUID allowed = door.sessionOn("ftp-0", "2001:db8::a", null);
        UUID stranger = door.sessionOn("ftp-0", "192.0.2.7", null);
        score("2001:db8::1", "FAILED_LOGIN", 20);
        for (UUID banned : new UUID[] { guilty, neighbour }) {
            assertThat(eviction(banned)).isEqualTo("BANNED 2001:db8::/64");
        }
        assertThat(eviction(allowed)).isNull();
        assertThat(eviction(stranger)).isNull();
    }

    @Test
    void nothing_is_counted_while_it_is_off() {
        door.run("UPDATE protection SET enabled = false");
        score(ADDRESS, "FAILED_LOGIN", 1000);
        assertThat(door.text("SELECT (SELECT count(*) FROM abuse) + (SELECT count(*) FROM ban)")).isEqualTo("0");
    }

    @Test
    void nodes_hear_of_a_ban_and_of_nothing_less() throws Exception {
        try (Notices notices = new Notices()) {
            score(ADDRESS, "FAILED_LOGIN", 1);
            door.run("SELECT forget_abuse()");
            String before = door.text("SELECT version FROM configuration");
            score(ADDRESS, "FAILED_LOGIN", 20);
            assertThat(notices.receive(1)).containsExactly(new Notice.ConfigurationChanged());
            assertThat(door.text("SELECT version FROM configuration")).isNotEqualTo(before);
        }
    }

    private void score(String address, String offence, int count) {
        door.run("SELECT score(ARRAY['%s']::inet[], ARRAY['%s'], ARRAY[%d])".formatted(address, offence, count));
    }

    /** As if all that is remembered were so much older. */
    private void later(String interval) {
        door.run(
                "UPDATE abuse SET scored_at = scored_at - interval '%1$s'; UPDATE ban SET since = since - interval '%1$s', until = until - interval '%1$s'"
                        .formatted(interval));
    }

    private boolean banned(String address) {
        return door.text("SELECT EXISTS (SELECT FROM ban_of('" + address + "', now()))").equals("t");
    }

    private String eviction(UUID session) {
        return door.text("SELECT eviction || ' ' || eviction_subject FROM session WHERE id = '" + session + "'");
    }
}
