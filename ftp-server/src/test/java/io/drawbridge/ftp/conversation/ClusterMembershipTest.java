package io.drawbridge.ftp.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.UUID;

import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.drawbridge.database.SessionRow;
import io.drawbridge.ftp.conversation.FtpProbe.DataProbe;
import io.drawbridge.notice.Notice;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;

/** What happens between a node and the database that it shares with others. */
@QuarkusTest
class ClusterMembershipTest extends ConversationTest {
    @Inject
    EntityManager database;

    @AfterEach
    void the_wire_is_whole_and_others_are_gone() throws Exception {
        PostgresAndFolders.relay().mend();
        until(this::forgotOther);
        until(this::isOpen);
    }

    private boolean forgotOther() {
        try {
            execute("DELETE FROM node WHERE name = 'other'", "DELETE FROM node_ledger WHERE node = 'other'",
                    "DELETE FROM session WHERE node = 'other'");
            return true;
        } catch (RuntimeException e) {
            // A pooled connection that was cut.
            return false;
        }
    }

    private boolean isOpen() {
        try (FtpProbe client = connect()) {
            return client.reply().startsWith("220");
        } catch (IOException e) {
            return false;
        }
    }

    private void execute(String... statements) {
        QuarkusTransaction.requiringNew().run(() -> {
            for (String statement : statements) {
                database.createNativeQuery(statement).executeUpdate();
            }
        });
    }

    @Test
    void while_the_database_is_away_newcomers_read_421_and_sessions_and_transfers_go_on() throws Exception {
        try (FtpProbe inside = logIn()) {
            inside.send("TYPE I").expect("200");
            DataProbe up = inside.openData();
            inside.send("STOR file").expect("150");
            up.send("first half, ");
            PostgresAndFolders.relay().cut();
            try (FtpProbe client = connect()) {
                client.expect("421 The session limits cannot be checked just now. Try again in 10 s. [R-").expectEnd();
            }
            up.send("second half").close();
            inside.expect("226").send("PWD").expect("257");
            assertThat(home.resolve("file")).hasContent("first half, second half");
            PostgresAndFolders.relay().mend();
            until(this::isOpen);
            inside.send("NOOP").expect("200");
            until(() -> sessions() == 1);
        }
        until(() -> sessions() == 0);
    }

    @Test
    void sessions_that_end_while_the_database_is_away_are_not_counted_when_it_is_back() throws Exception {
        limits(1, null, null);
        FtpProbe inside = connect().expect("220");
        PostgresAndFolders.relay().cut();
        try (FtpProbe client = connect()) {
            client.expect("421");
        }
        inside.send("QUIT").expect("221");
        PostgresAndFolders.relay().mend();
        until(this::isOpen);
        until(() -> sessions() == 0);
    }

    @Test
    void a_node_that_was_given_up_counts_its_sessions_again_and_closes_those_without_room() throws Exception {
        try (FtpProbe oldest = logIn(); FtpProbe older = logIn(); FtpProbe newest = connect()) {
            newest.expect("220");
            limits(2, null, null);
            execute("DELETE FROM node WHERE name = 'node-under-test'", "DELETE FROM session", "DELETE FROM node_ledger");
            newest.expect("421 Too many sessions (limit 2)").expectEnd();
            oldest.send("NOOP").expect("200");
            older.send("NOOP").expect("200");
            until(() -> sessions() == 2);
            assertThat(QuarkusTransaction.requiringNew().call(() -> SessionRow.count("account", account))).isEqualTo(2);
        }
    }

    @Test
    void a_node_that_never_heard_of_its_own_registration_registers_again() throws Exception {
        try (FtpProbe inside = logIn()) {
            execute("DELETE FROM session", "INSERT INTO node (name, epoch, run, started_at, lease_until)"
                    + " SELECT name, nextval('node_epoch'), run, started_at, lease_until FROM node WHERE name = 'node-under-test'"
                    + " ON CONFLICT (name) DO UPDATE SET epoch = excluded.epoch");
            until(() -> sessions() == 1);
            inside.send("NOOP").expect("200");
            try (FtpProbe client = connect()) {
                client.expect("220");
            }
        }
    }

    @Test
    void a_batch_that_comes_after_a_later_one_is_not_settled() {
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> database.createNativeQuery(
                "SELECT * FROM settle('node-under-test', (SELECT epoch FROM node WHERE name = 'node-under-test'), 1, false,"
                        + " NULL, 'en', '{}', ARRAY[gen_random_uuid()], ARRAY['ftp'], ARRAY['192.0.2.7'::inet], ARRAY[now()],"
                        + " '{NULL}', '{NULL}', '{}', '{}', '{}')",
                Object.class).getResultList())).hasMessageContaining("comes late");
        assertThat(sessions()).isZero();
    }

    @Test
    void after_a_crash_of_PostgreSQL_nobody_is_admitted_before_every_node_has_written_what_it_holds() throws Exception {
        execute("INSERT INTO node (name, epoch, run, started_at, lease_until)"
                + " VALUES ('other', 0, gen_random_uuid(), now(), now() + interval '1 hour')");
        try (FtpProbe client = connect()) {
            client.expect("421 The session limits cannot be checked just now");
        }
        execute("INSERT INTO node_ledger (node, epoch) VALUES ('other', 0)");
        try (FtpProbe client = connect()) {
            client.expect("220");
        }
    }

    @Test
    void sessions_of_a_node_whose_lease_has_run_out_do_not_count() throws Exception {
        limits(1, null, null);
        execute("INSERT INTO node (name, epoch, run, started_at, lease_until)"
                + " VALUES ('other', 0, gen_random_uuid(), now(), now() + interval '1 hour')",
                "INSERT INTO node_ledger (node, epoch) VALUES ('other', 0)",
                "INSERT INTO session (id, node, remote_address, connected_at, last_activity_at)"
                        + " VALUES (gen_random_uuid(), 'other', '192.0.2.7', now(), now())");
        try (FtpProbe client = connect()) {
            client.expect("421 Too many sessions (limit 1)");
        }
        execute("UPDATE node SET lease_until = now() WHERE name = 'other'");
        try (FtpProbe client = connect()) {
            client.expect("220");
        }
    }

    @Test
    void a_kicked_session_reads_421_at_once_also_in_a_transfer() throws Exception {
        try (FtpProbe idle = logIn(); FtpProbe busy = logIn()) {
            busy.send("TYPE I").expect("200");
            try (DataProbe up = busy.openData()) {
                busy.send("STOR file").expect("150");
                up.send("half");
                kickAll();
                idle.expect("421 Closed by the administrator").expectEnd();
                busy.expect("426").expect("421 Closed by the administrator").expectEnd();
            }
        }
        until(() -> sessions() == 0);
        until(() -> home.toFile().list().length == 0);
    }

    private void kickAll() {
        QuarkusTransaction.requiringNew().run(() -> {
            database.createNativeQuery("UPDATE session SET kicked_by = 'admin'").executeUpdate();
            new Notice.SessionsKicked("node-under-test").send(database);
        });
    }

    @Test
    void the_database_knows_what_a_session_does() throws Exception {
        try (FtpProbe client = connect()) {
            client.expect("220");
            until(() -> only().state == SessionRow.State.CONNECTED);
            assertThat(only().account).isNull();
            client.send("USER " + account).expect("331").send("PASS " + PASSWORD).expect("230");
            until(() -> only().state == SessionRow.State.IDLE);
            assertThat(only().account).isEqualTo(account);
            client.send("TYPE I").expect("200");
            try (DataProbe up = client.openData()) {
                client.send("STOR file").expect("150");
                up.send("12345");
                until(() -> only().state == SessionRow.State.TRANSFERRING && only().bytesReceived == 5);
            }
            client.expect("226");
            until(() -> only().state == SessionRow.State.IDLE);
            UUID id = only().id;
            assertThat(only().remoteAddress.getHostAddress()).isEqualTo("127.0.0.1");
            assertThat(QuarkusTransaction.requiringNew().call(() -> SessionRow.live(id))).isPresent();
        }
    }

    private static SessionRow only() {
        return QuarkusTransaction.requiringNew().call(() -> SessionRow.<SessionRow> findAll().firstResult());
    }
}
