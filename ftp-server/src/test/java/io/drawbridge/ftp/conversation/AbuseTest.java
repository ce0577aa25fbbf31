package io.drawbridge.ftp.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.Statement;

import javax.sql.DataSource;

import jakarta.inject.Inject;

import org.hibernate.Session;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.drawbridge.ftp.conversation.FtpProbe.DataProbe;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;

/** Who asks for trouble is banned, in the whole cluster, for a while. */
@QuarkusTest
class AbuseTest extends ConversationTest {
    private static int tests;

    /** Another one for each test: what was done in one may be told in the next. */
    private final String offender = "127.0.1." + ++tests;

    @Inject
    Session database;
    @Inject
    DataSource connections;

    @BeforeEach
    void nobody_is_above_suspicion() {
        // A little less than three wrong passwords: scores decay between them.
        sql("DELETE FROM access_rule", "UPDATE protection SET threshold = 29");
    }

    private boolean isBanned(String address) {
        return QuarkusTransaction.requiringNew()
                .call(() -> database.createNativeQuery("SELECT count(*) FROM ban_of(CAST(?1 AS inet), now())", Long.class)
                        .setParameter(1, address).getSingleResult()) > 0;
    }

    /** 0 for one that has none. */
    private double score(String address) {
        return QuarkusTransaction.requiringNew()
                .call(() -> database.createNativeQuery("SELECT coalesce(sum(score), 0) FROM abuse"
                        + " WHERE source = CAST(?1 AS inet)", Double.class).setParameter(1, address).getSingleResult());
    }

    private FtpProbe offender() throws IOException {
        return connectFrom(offender);
    }

    @Test
    void wrong_passwords_end_in_a_ban_that_closes_what_is_open() throws Exception {
        try (FtpProbe inside = offender().logIn(account, PASSWORD);
                FtpProbe guessing = offender().expect("220");
                FtpProbe neighbour = logIn()) {
            for (int i = 0; i < 3; i++) {
                guessing.send("USER " + account).expect("331").send("PASS wrong").expect("530");
            }
            inside.expect("421 Banned for a while").expectEnd();
            guessing.expect("421 Banned for a while").expectEnd();
            neighbour.send("NOOP").expect("200");
        }
        try (FtpProbe again = offender()) {
            again.expect("421 Banned for a while. Try again in ").expectEnd();
        }
    }

    @Test
    void lines_that_are_no_commands_end_in_a_ban() throws Exception {
        try (FtpProbe client = offender().expect("220")) {
            for (int i = 0; i < 15; i++) {
                client.send("GET / HTTP/1.1").expect("500");
            }
            client.expect("421 Banned for a while");
        }
    }

    @Test
    void to_name_a_host_that_is_unknown_here_is_no_offence() throws Exception {
        try (FtpProbe client = offender().expect("220")) {
            for (int i = 0; i < 15; i++) {
                client.send("HOST ftp.example.org").expect("504");
            }
            client.send("GET / HTTP/1.1").expect("500");
            until(() -> score(offender) > 0);
            assertThat(score(offender)).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void a_stranger_at_data_ports_is_banned_and_not_the_client() throws Exception {
        try (FtpProbe client = logIn()) {
            for (int i = 0; i < 3; i++) {
                try (DataProbe stranger = DataProbe.connect(offender, client.askForDataPort())) {
                    assertThat(stranger.bytes()).isEmpty();
                }
            }
            until(() -> isBanned(offender));
            client.send("NOOP").expect("200");
        }
    }

    @Test
    void a_storm_of_refused_connections_ends_in_a_ban() throws Exception {
        limits(0, null, null);
        for (int i = 0; i < 30; i++) {
            try (FtpProbe client = offender()) {
                client.expect("421 Too many sessions");
            }
        }
        until(() -> isBanned(offender));
    }

    @Test
    void who_is_refused_for_maintenance_has_done_nothing_wrong() throws Exception {
        maintenance(true, "", null);
        for (int i = 0; i < 31; i++) {
            try (FtpProbe client = offender()) {
                client.expect("421 Closed for maintenance");
            }
        }
        maintenance(false, "", null);
        try (FtpProbe client = offender()) {
            client.expect("220");
        }
        assertThat(isBanned(offender)).isFalse();
    }

    @Test
    void an_address_that_is_allowed_is_never_banned() throws Exception {
        sql("INSERT INTO access_rule (network, access) VALUES ('" + offender + "', 'ALLOW')");
        try (FtpProbe client = offender().expect("220")) {
            for (int i = 0; i < 40; i++) {
                client.send("GET / HTTP/1.1").expect("500");
            }
            sql("INSERT INTO ban (network, since, until, reason, banned_by)"
                    + " VALUES ('127.0.0.0/8', now(), now() + interval '1 h', 'all', 'test')");
            try (FtpProbe again = offender(); FtpProbe neighbour = connect()) {
                again.expect("220");
                neighbour.expect("421 Banned");
            }
        }
    }

    @Test
    void a_denied_network_reads_421_and_the_most_particular_rule_decides() throws Exception {
        sql("INSERT INTO access_rule (network, access) VALUES ('127.0.1.0/24', 'DENY'), ('127.0.1.100/32', 'ALLOW')");
        try (FtpProbe denied = offender(); FtpProbe allowed = connectFrom("127.0.1.100")) {
            denied.expect("421 No access from " + offender + ". [R-").expectEnd();
            allowed.expect("220");
        }
    }

    @Test
    void a_known_no_costs_no_database_and_ends_when_it_is_revoked() throws Exception {
        sql("INSERT INTO ban (network, since, until, reason, banned_by)"
                + " VALUES ('" + offender + "', now(), now() + interval '1 h', 'scanning', 'test')");
        awaitBeat();
        try (FtpProbe first = offender()) {
            first.expect("421 Banned for a while. Try again in 3");
        }
        // While somebody holds the door's lock, nobody is decided on; only what is known is said.
        try (Connection connection = connections.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(421, 220)");
            try (FtpProbe second = offender()) {
                second.expect("421 Banned for a while").expectEnd();
            } finally {
                statement.execute("SELECT pg_advisory_unlock(421, 220)");
            }
        }
        sql("DELETE FROM ban");
        until(() -> {
            try (FtpProbe client = offender()) {
                return client.reply().startsWith("220");
            } catch (IOException e) {
                return false;
            }
        });
    }
}
