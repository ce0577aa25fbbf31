package io.drawbridge.admin.explain;

import static io.drawbridge.admin.Client.admin;
import static io.drawbridge.admin.Client.isAbout;
import static io.drawbridge.admin.Client.isProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
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
import io.restassured.response.ValidatableResponse;

@QuarkusTest
@WithTestResource(TestDatabase.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class ExplainResourceTest {
    private static final String EXPLAIN = "/api/v1/explain?";

    private final Door door;
    private final DataSource database;

    ExplainResourceTest(Door door, DataSource database) {
        this.door = door;
        this.database = database;
    }

    @BeforeEach
    void reset() {
        door.reset();
    }

    @Test
    void where_nothing_is_set_everybody_is_let_in() {
        explain("address=192.0.2.7").body("reply", equalTo(220)).body("reason", nullValue()).body("limit", nullValue())
                .body("limits", empty()).body("access", nullValue()).body("ban", nullValue()).body("maintenance", nullValue());
        explain("address=2001:db8::1").body("reply", equalTo(220));
        explain("address=127.0.0.1").body("access.network", equalTo("127.0.0.0/8")).body("access.access", equalTo("allow"));
    }

    @Test
    void all_limits_that_a_client_meets_are_listed_the_nearest_first() {
        door.run(
                """
                        UPDATE limits SET max_sessions = 100, max_sessions_per_address = 5, max_sessions_per_account = 3;
                        INSERT INTO account_group VALUES ('partners'); INSERT INTO virtual_host VALUES ('ftp.example.org');
                        INSERT INTO limit_rule (name, scope, subject, network, max_sessions, connections_per_minute, changed_by, changed_at)
                        VALUES ('wide', 'NETWORK', NULL, '192.0.0.0/16', 50, 70, 'test', now()),
                            ('narrow', 'NETWORK', NULL, '192.0.2.0/24', 20, NULL, 'test', now()),
                            ('elsewhere', 'NETWORK', NULL, '198.51.100.0/24', 0, NULL, 'test', now()),
                            ('hosts', 'HOST', NULL, NULL, 40, NULL, 'test', now()), ('pool', 'GROUP', 'partners', NULL, 7, NULL, 'test', now()),
                            ('nodes', 'NODE', NULL, NULL, 30, NULL, 'test', now()), ('main', 'LISTENER', 'ftp', NULL, 90, NULL, 'test', now())""");
        door.sessionOn("ftp-0", "192.0.2.7", "alice");
        door.run("UPDATE account SET group_name = 'partners'");

        explain("address=192.0.2.8&account=alice&host=FTP.example.org&node=ftp-0").body("reply", equalTo(220))
                .body("limits.scope", contains("account", "address", "group", "network", "network", "host", "node", "listener",
                        "cluster"))
                .body("limits.subject", contains("alice", "192.0.2.8", "partners", "192.0.2.0/24", "192.0.0.0/16",
                        "ftp.example.org", "ftp-0", "ftp", null))
                .body("limits.rule", contains("limits", "limits", "pool", "narrow", "wide", "hosts", "nodes", "main", "limits"))
                .body("limits.maxSessions", contains(3, 5, 7, 20, 50, 40, 30, 90, 100))
                .body("limits.held", contains(1, 0, 1, 1, 1, 0, 1, 1, 1))
                .body("limits[4].connectionsPerMinute", equalTo(70));
        explain("address=192.0.2.8")
                .body("limits.scope", contains("address", "network", "network", "node", "listener", "cluster"))
                .body("limits[3].subject", nullValue()).body("limits[3].held", equalTo(0));
    }

    @Test
    void who_finds_a_limit_reached_is_turned_away_by_its_rule() {
        door.run("INSERT INTO limit_rule (name, scope, network, max_sessions, changed_by, changed_at)"
                + " VALUES ('office', 'NETWORK', '192.0.2.0/24', 1, 'test', now())");
        door.sessionOn("ftp-0", "192.0.2.7", null);

        explain("address=192.0.2.8").body("reply", equalTo(421)).body("reason", equalTo("network_full"))
                .body("subject", equalTo("192.0.2.0/24")).body("rule", equalTo("office")).body("limit", equalTo(1))
                .body("held", equalTo(1));
        explain("address=192.0.3.8").body("reply", equalTo(220));
        door.sessionOn("ftp-1", "198.51.100.7", null);
        door.forget("ftp-0");
        explain("address=192.0.2.8").body("reply", equalTo(220));
    }

    @Test
    void who_comes_too_often_reads_when_to_come_back() {
        door.run("UPDATE limits SET connections_per_minute_per_address = 1");
        explain("address=192.0.2.7").body("reply", equalTo(220));
        explain("address=192.0.2.7").body("reply", equalTo(220));
        door.sessionOn("ftp-0", "192.0.2.7", null);

        int seconds = explain("address=192.0.2.7").body("reply", equalTo(421)).body("reason", equalTo("address_too_fast"))
                .body("limit", equalTo(1)).extract().path("retryAfterSeconds");
        assertThat(seconds).isBetween(1, 60);
    }

    @Test
    void the_limits_of_an_account_are_met_after_those_at_the_door() {
        door.run("UPDATE limits SET max_sessions_per_account = 1");
        door.sessionOn("ftp-0", "192.0.2.7", "alice");
        door.run("INSERT INTO account (name, password_hash, home, enabled) VALUES ('bob', '', '', false)");

        explain("address=192.0.2.8&account=alice").body("reply", equalTo(421)).body("reason", equalTo("account_full"))
                .body("subject", equalTo("alice")).body("rule", equalTo("limits"));
        explain("address=192.0.2.8").body("reply", equalTo(220));
        explain("address=192.0.2.8&account=nobody").body("reply", equalTo(530)).body("reason", equalTo("account_gone"));
        explain("address=192.0.2.8&account=bob").body("reply", equalTo(530));
    }

    @Test
    void an_account_may_have_expired_or_not_be_meant_for_that_address() {
        door.run("INSERT INTO account_group (name, allowed_networks) VALUES ('partners', '{192.0.2.0/28}')");
        door.run("INSERT INTO account (name, password_hash, home, group_name, allowed_networks, expires_at) VALUES"
                + " ('ann', '', '', 'partners', NULL, NULL), ('ben', '', '', 'partners', '{192.0.2.64/28}', 'infinity'),"
                + " ('cid', '', '', NULL, NULL, now())");

        explain("address=192.0.2.8&account=ann").body("reply", equalTo(220)).body("reason", nullValue());
        explain("address=192.0.2.65&account=ann").body("reply", equalTo(530)).body("reason", equalTo("address_not_allowed"));
        explain("address=2001:db8::1&account=ann").body("reason", equalTo("address_not_allowed"));
        explain("address=192.0.2.65&account=ben").body("reply", equalTo(220));
        explain("address=192.0.2.8&account=cid").body("reply", equalTo(530)).body("reason", equalTo("account_expired"));
    }

    @Test
    void maintenance_bans_and_access_rules_are_told_with_the_decision() {
        door.run("INSERT INTO ban (network, since, until, reason, banned_by)"
                + " VALUES ('192.0.2.7', now(), now() + interval '10 minutes', 'failed login', 'protection')");
        explain("address=192.0.2.7").body("reply", equalTo(421)).body("reason", equalTo("banned"))
                .body("subject", equalTo("192.0.2.7/32")).body("ban.network", equalTo("192.0.2.7/32"))
                .body("ban.reason", equalTo("failed login"));
        door.run("INSERT INTO access_rule (network, access) VALUES ('192.0.2.0/24', 'ALLOW'), ('198.51.100.0/24', 'DENY')");
        explain("address=192.0.2.7").body("reply", equalTo(220)).body("access.access", equalTo("allow"))
                .body("ban.network", equalTo("192.0.2.7/32"));
        explain("address=198.51.100.1").body("reply", equalTo(421)).body("reason", equalTo("denied"))
                .body("access.access", equalTo("deny"));
        door.run("UPDATE maintenance SET enabled = true, retry_after_seconds = 1800");
        explain("address=192.0.2.7").body("reply", equalTo(421)).body("reason", equalTo("maintenance"))
                .body("rule", equalTo("maintenance")).body("retryAfterSeconds", equalTo(1800))
                .body("maintenance.name", equalTo("maintenance")).body("maintenance.mode", equalTo("refuse"))
                .body("maintenance.scope", equalTo("cluster")).body("maintenance.until", nullValue());
    }

    @Test
    void a_reserved_place_is_taken_by_those_it_is_kept_for() {
        door.run("UPDATE limits SET max_sessions = 1; INSERT INTO account (name, password_hash, home) VALUES ('alice', '', ''),"
                + " ('bob', '', ''); INSERT INTO reserve (name, sessions, networks, accounts, changed_by, changed_at)"
                + " VALUES ('operators', 1, '{192.0.2.0/24}', '{alice}', 'test', now())");

        explain("address=192.0.2.7").body("reply", equalTo(220)).body("reserve", equalTo("operators"))
                .body("provisional", equalTo(false));
        explain("address=198.51.100.1").body("reply", equalTo(220)).body("reserve", equalTo("operators"))
                .body("provisional", equalTo(true));
        explain("address=198.51.100.1&account=alice").body("reply", equalTo(220)).body("reserve", equalTo("operators"));
        explain("address=198.51.100.1&account=bob").body("reply", equalTo(421)).body("reason", equalTo("cluster_full"))
                .body("reserve", nullValue());
    }

    @Test
    void the_limits_of_a_virtual_host_are_met_before_those_of_an_account() {
        door.run(
                "UPDATE limits SET max_sessions_per_account = 0; INSERT INTO account (name, password_hash, home) VALUES ('alice', '', '');"
                        + " INSERT INTO virtual_host VALUES ('ftp.example.org');"
                        + " INSERT INTO limit_rule (name, scope, max_sessions, changed_by, changed_at) VALUES ('hosts', 'HOST', 0, 'test', now())");

        explain("address=192.0.2.7&host=ftp.example.org&account=alice").body("reply", equalTo(421))
                .body("reason", equalTo("host_full")).body("rule", equalTo("hosts"));
        explain("address=192.0.2.7&account=alice").body("reply", equalTo(421)).body("reason", equalTo("account_full"));
    }

    @Test
    void a_maintenance_of_a_virtual_host_may_let_some_accounts_in() {
        door.run("INSERT INTO account (name, password_hash, home) VALUES ('alice', '', ''), ('bob', '', '');"
                + " INSERT INTO virtual_host VALUES ('ftp.example.org');"
                + " INSERT INTO maintenance_window (name, scope, subject, mode, starts_at, exempt_accounts, changed_by, changed_at)"
                + " VALUES ('upgrade', 'HOST', 'ftp.example.org', 'REFUSE', now() - interval '1 hour', '{alice}', 'test', now());"
                + " INSERT INTO maintenance_occurrence VALUES ('upgrade', now() - interval '1 hour', now() + interval '1 hour')");

        explain("address=192.0.2.7&host=ftp.example.org").body("reply", equalTo(220));
        explain("address=192.0.2.7&host=ftp.example.org&account=alice").body("reply", equalTo(220));
        explain("address=192.0.2.7&host=ftp.example.org&account=bob").body("reply", equalTo(421))
                .body("reason", equalTo("maintenance")).body("rule", equalTo("upgrade"))
                .body("maintenance.name", equalTo("upgrade"));
        explain("address=192.0.2.7&account=bob").body("reply", equalTo(220));
    }

    @Test
    void while_a_node_has_not_written_what_it_holds_nobody_is_let_in() {
        door.node("ftp-0");
        door.run("DELETE FROM node_ledger");
        explain("address=192.0.2.7").body("reply", equalTo(421)).body("reason", equalTo("database_unavailable"));
        explain("address=192.0.2.7&node=ftp-0").body("reply", equalTo(421)).body("reason", equalTo("database_unavailable"));
    }

    @Test
    void nothing_of_it_remains() {
        door.run(
                "UPDATE limits SET connections_per_minute = 10; INSERT INTO account (name, password_hash, home) VALUES ('alice', '', '')");
        door.sessionOn("ftp-0", "192.0.2.7", null);
        String before = traces();

        explain("address=192.0.2.8").body("reply", equalTo(220));
        explain("address=192.0.2.8&account=alice&node=ftp-0").body("reply", equalTo(220));

        assertThat(traces()).isEqualTo(before);
        door.sessionOn("ftp-0", "192.0.2.9", "alice");
    }

    @ParameterizedTest
    @CsvSource({ "account=alice,address", "address=,address", "address=example.org,address", "address=192.0.2,address",
            "address=192.0.2.7/32,address", "address=::ffff:192.0.2.7,address", "address=[::1],address",
            "address=fe80::1%251,address",
            "address=192.0.2.7&account=../x,account", "address=192.0.2.7&host=a_b,host", "address=192.0.2.7&host=nowhere,host",
            "address=192.0.2.7&listener=A,listener", "address=192.0.2.7&node=a%20b,node", "address=192.0.2.7&node=nobody,node",
            "address=192.0.2.7&node=ftp-dead,node", "address=192.0.2.7&account=a%00,account" })
    void what_breaks_a_rule_is_named(String query, String parameter) {
        door.node("ftp-dead");
        door.forget("ftp-dead");
        isAbout(admin().urlEncodingEnabled(false).get(EXPLAIN + query).then(), parameter);
    }

    @Test
    void it_does_not_wait_for_long_while_the_door_is_locked() throws Exception {
        try (Connection other = database.getConnection(); Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT pg_advisory_xact_lock(421, 220)");
            isProblem(admin().get(EXPLAIN + "address=192.0.2.7").then(), 503).header("Retry-After", "5");
            other.rollback();
        }
        explain("address=192.0.2.7").body("reply", equalTo(220));
    }

    @Test
    void who_locks_the_door_and_says_nothing_more_loses_it() throws Exception {
        Config config = ConfigProvider.getConfig();
        // Not of the pool, which would have to find out that it is lost.
        try (Connection silent = DriverManager.getConnection(config.getValue("quarkus.datasource.jdbc.url", String.class),
                config.getValue("quarkus.datasource.username", String.class),
                config.getValue("quarkus.datasource.password", String.class));
                Statement statement = silent.createStatement()) {
            silent.setAutoCommit(false);
            statement.execute("SELECT lock_the_door()");
            door.run("SELECT lock_the_door()");
            assertThatThrownBy(silent::commit).isInstanceOf(SQLException.class);
        }
    }

    /** All that the decision could have changed. */
    private String traces() {
        return door.text("""
                SELECT concat_ws(' ', (SELECT string_agg(id || node || coalesce(account, ''), ',' ORDER BY id) FROM session),
                    (SELECT string_agg(name || epoch, ',' ORDER BY name) FROM node),
                    (SELECT string_agg(node || epoch || '.' || batch, ',' ORDER BY node) FROM node_ledger),
                    (SELECT string_agg(scope || subject || empty_at, ',' ORDER BY scope, subject) FROM connection_rate),
                    (SELECT version FROM configuration), (SELECT count(*) FROM refusal))""");
    }

    private static ValidatableResponse explain(String query) {
        return admin().get(EXPLAIN + query).then().statusCode(200);
    }
}
