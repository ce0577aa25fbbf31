package io.drawbridge.ftp.conversation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import io.drawbridge.ftp.admission.Heartbeat;
import io.drawbridge.ftp.conversation.FtpProbe.DataProbe;
import io.quarkus.test.junit.QuarkusTest;

/** What clients read before and inside while a window is open. */
@QuarkusTest
class MaintenanceWindowTest extends ConversationTest {
    @Inject
    Heartbeat heartbeat;

    /** Opens a window that has begun a second ago and ends in half an hour. */
    private static void open(String name, String scope, String subject, String mode, String more) {
        sql("""
                INSERT INTO maintenance_window (name, scope, subject, mode, starts_at, ends_at, reason, messages, changed_by, changed_at)
                VALUES ('%s', '%s', %s, '%s', now() - interval '1 s', now() + interval '1800 s', 'new disks',
                        '{"en":"%s: {reason}"}', 'test', now())"""
                .formatted(name, scope, subject == null ? "NULL" : "'" + subject + "'", mode, name),
                "INSERT INTO maintenance_occurrence SELECT name, starts_at, ends_at FROM maintenance_window WHERE name = '"
                        + name
                        + "'",
                "UPDATE maintenance_window SET " + (more.isEmpty() ? "reason = reason" : more) + " WHERE name = '" + name
                        + "'");
    }

    @Test
    void newcomers_read_the_operators_words_and_when_it_ends() throws Exception {
        try (FtpProbe inside = logIn()) {
            open("upgrade", "CLUSTER", null, "REFUSE", "");
            try (FtpProbe client = connect()) {
                client.expect("421 Closed for maintenance: upgrade: new disks. Try again in 1").expectEnd();
            }
            inside.send("NOOP").expect("200");
        }
    }

    @Test
    void the_reason_is_enough_when_there_is_no_message() throws Exception {
        open("upgrade", "NODE", "node-under-test", "REFUSE", "messages = '{}', retry_after_seconds = 60");
        try (FtpProbe client = connect()) {
            client.expect("421 Closed for maintenance: new disks. Try again in 60 s. [R-");
        }
    }

    @Test
    void a_window_for_another_node_or_listener_or_time_closes_nothing_here() throws Exception {
        open("elsewhere", "NODE", "other", "DISCONNECT", "");
        open("ftps", "LISTENER", "ftps", "DISCONNECT", "");
        open("over", "CLUSTER", null, "DISCONNECT", "");
        sql("UPDATE maintenance_occurrence SET ends_at = now() WHERE window_name = 'over'");
        try (FtpProbe client = connect()) {
            client.expect("220");
        }
    }

    @Test
    void a_node_that_is_closed_by_itself_is_not_ready_and_alive() {
        sql("INSERT INTO node_drain (name, since, changed_by, changed_at) VALUES ('node-under-test', now(), 'test', now())");
        until(() -> given().get("/q/health/ready").statusCode() == 503);
        given().get("/q/health/ready").then()
                .body("checks.find { it.name == 'ftp-server' }.data.outOfService", equalTo(true));
        given().get("/q/health/live").then().statusCode(200);
        sql("DELETE FROM node_drain");
        until(() -> given().get("/q/health/ready").statusCode() == 200);
    }

    @Test
    void a_cluster_that_is_closed_stays_ready_so_that_clients_read_why() {
        open("upgrade", "CLUSTER", null, "DISCONNECT", "");
        open("elsewhere", "NODE", "other", "DISCONNECT", "");
        open("tonight", "NODE", "node-under-test", "ANNOUNCE", "");
        awaitBeat();
        given().get("/q/health/ready").then().statusCode(200);
        sql("UPDATE maintenance_window SET mode = 'REFUSE' WHERE name = 'tonight'");
        until(() -> given().get("/q/health/ready").statusCode() == 503);
    }

    @Test
    void an_exempt_network_comes_in() throws Exception {
        open("upgrade", "CLUSTER", null, "DISCONNECT", "exempt_networks = '{127.0.0.9/32}'");
        try (FtpProbe operator = connectFrom("127.0.0.9"); FtpProbe client = connect()) {
            operator.logIn(account, PASSWORD).send("NOOP").expect("200");
            client.expect("421 Closed for maintenance");
        }
    }

    @Test
    void an_exempt_account_is_known_at_its_password_and_others_are_told_there() throws Exception {
        String operator = newAccount();
        open("upgrade", "CLUSTER", null, "DRAIN", "exempt_accounts = '{%s}'".formatted(operator));
        try (FtpProbe inside = connect().logIn(operator, PASSWORD); FtpProbe client = connect().expect("220")) {
            client.send("USER " + account).expect("331").send("PASS " + PASSWORD).expect("421 Closed for maintenance: upgrade")
                    .expectEnd();
            inside.send("NOOP").expect("200");
        }
    }

    @Test
    void a_window_for_a_group_is_told_at_the_password() throws Exception {
        String member = newAccount();
        sql("INSERT INTO account_group (name) VALUES ('partners')",
                "UPDATE account SET group_name = 'partners' WHERE name = '" + member + "'");
        open("month-end", "GROUP", "partners", "REFUSE", "");
        try (FtpProbe other = logIn(); FtpProbe client = connect().expect("220")) {
            other.send("NOOP").expect("200");
            client.send("USER " + member).expect("331").send("PASS " + PASSWORD)
                    .expect("421 Closed for maintenance: month-end");
        }
    }

    @Test
    void a_window_for_a_virtual_host_is_told_at_HOST() throws Exception {
        sql("INSERT INTO virtual_host (name) VALUES ('files.example')");
        open("move", "HOST", "files.example", "REFUSE", "");
        try (FtpProbe client = connect().expect("220")) {
            client.send("HOST files.example").expect("421 Closed for maintenance: move").expectEnd();
        }
        try (FtpProbe client = connect().expect("220")) {
            sql("INSERT INTO virtual_host (name) VALUES ('open.example')");
            client.send("HOST open.example").expect("220");
        }
    }

    @Test
    void everyone_reads_the_words_in_the_language_of_the_session() throws Exception {
        String thai = "messages = '{\"en\":\"In English\",\"th\":\"ภาษาไทย {reason}\"}'";
        try (FtpProbe english = logIn(); FtpProbe inThai = logIn()) {
            inThai.send("LANG th").expect("200 The language is th");
            open("tonight", "CLUSTER", null, "ANNOUNCE", thai);
            awaitBeat();
            awaitBeat();
            english.send("CWD /").expect("250-In English\n250 ");
            inThai.send("CWD /").expect("250-ภาษาไทย new disks\n250 ");
            sql("UPDATE maintenance_window SET mode = 'DISCONNECT'");
            inThai.expect("421 Closed for maintenance: ภาษาไทย new disks").expectEnd();
            english.expect("421 Closed for maintenance: In English").expectEnd();
        }
        try (FtpProbe newcomer = connect()) {
            newcomer.expect("421 Closed for maintenance: In English. Try again in 1");
        }
    }

    @Test
    void HOST_is_refused_in_the_language_of_the_session() throws Exception {
        sql("INSERT INTO virtual_host (name) VALUES ('files.example')");
        open("move", "HOST", "files.example", "REFUSE", "messages = '{\"en\":\"In English\",\"th\":\"ภาษาไทย\"}'");
        try (FtpProbe client = connect().expect("220")) {
            client.send("LANG TH-th").expect("200").send("HOST files.example")
                    .expect("421 Closed for maintenance: ภาษาไทย. Try again in 1").expectEnd();
        }
    }

    @Test
    void words_that_there_are_not_in_the_language_of_the_session_are_read_in_English() throws Exception {
        try (FtpProbe inThai = logIn()) {
            inThai.send("LANG th").expect("200");
            open("tonight", "CLUSTER", null, "DISCONNECT", "");
            inThai.expect("421 Closed for maintenance: tonight: new disks").expectEnd();
        }
    }

    @Test
    void an_announcement_is_a_line_of_the_next_reply_and_comes_once() throws Exception {
        try (FtpProbe inside = logIn()) {
            open("tonight", "CLUSTER", null, "ANNOUNCE", "");
            String[] reply = { "" };
            until(() -> {
                try {
                    reply[0] = inside.send("CWD /").reply();
                    return reply[0].startsWith("250-");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            assertThat(reply[0]).startsWith("250-tonight: new disks\n250 ");
            inside.send("CWD /").expect("250 ").send("PASV").expect("227 ");
            try (FtpProbe newcomer = connect()) {
                newcomer.expect("220");
            }
        }
    }

    @Test
    void an_announcement_stays_out_of_a_reply_that_clients_parse() throws Exception {
        try (FtpProbe inside = logIn()) {
            open("tonight", "CLUSTER", null, "ANNOUNCE", "");
            // The second time the orders of the first have been obeyed.
            awaitBeat();
            awaitBeat();
            assertThat(inside.send("MLST /").reply().lines()).hasSize(3).element(1).asString().startsWith(" ");
            inside.send("CWD /").expect("250-tonight: new disks\n250 ");
        }
    }

    @Test
    void who_is_admitted_while_an_announcement_is_made_is_counted() throws Exception {
        open("tonight", "CLUSTER", null, "ANNOUNCE", "");
        AtomicBoolean all = new AtomicBoolean();
        Thread beating = Thread.ofVirtual().start(() -> {
            while (!all.get()) {
                heartbeat.beatNow();
            }
        });
        List<FtpProbe> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 300; i++) {
                clients.add(connect());
            }
            for (FtpProbe client : clients) {
                client.expect("220");
            }
            all.set(true);
            beating.join();
            awaitBeat();
            assertThat(sessions()).isEqualTo(300);
        } finally {
            all.set(true);
            for (FtpProbe client : clients) {
                client.close();
            }
        }
    }

    @Test
    void to_drain_sends_the_idle_away_and_lets_transfers_end() throws Exception {
        try (FtpProbe idle = logIn(); FtpProbe busy = logIn()) {
            busy.send("TYPE I").expect("200");
            DataProbe up = busy.openData();
            busy.send("STOR file").expect("150");
            up.send("one");
            open("upgrade", "CLUSTER", null, "DRAIN", "");
            idle.expect("421 Closed for maintenance: upgrade: new disks. Try again in 1").expectEnd();
            up.send("two").close();
            busy.expect("226").expect("421 Closed for maintenance: upgrade").expectEnd();
            assertThat(home.resolve("file")).hasContent("onetwo");
        }
    }

    @Test
    void transfers_end_when_the_time_for_draining_is_over() throws Exception {
        try (FtpProbe busy = logIn()) {
            DataProbe up = busy.openData();
            busy.send("STOR file").expect("150");
            up.send("one");
            open("upgrade", "CLUSTER", null, "DRAIN", "drain_seconds = 0");
            busy.expect("426").expect("421 Closed for maintenance: upgrade").expectEnd();
            assertThat(home.resolve("file")).doesNotExist();
        }
    }

    @Test
    void to_disconnect_ends_transfers_at_once_and_is_stricter_than_all_else() throws Exception {
        try (FtpProbe busy = logIn()) {
            DataProbe up = busy.openData();
            busy.send("STOR file").expect("150");
            up.send("one");
            open("announced", "CLUSTER", null, "ANNOUNCE", "");
            open("drained", "CLUSTER", null, "DRAIN", "");
            open("cut", "LISTENER", "ftp", "DISCONNECT", "");
            busy.expect("426").expect("421 Closed for maintenance: cut").expectEnd();
        }
    }
}
