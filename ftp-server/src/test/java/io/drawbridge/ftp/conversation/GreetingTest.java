package io.drawbridge.ftp.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;

import org.junit.jupiter.api.Test;

import io.drawbridge.database.RefusalRow;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class GreetingTest extends ConversationTest {
    @Inject
    EntityManager database;

    @Test
    void a_client_is_greeted_with_220() throws Exception {
        try (FtpProbe client = connect()) {
            client.expect("220 Drawbridge ready.");
        }
    }

    @Test
    void the_one_client_too_many_reads_why_and_when_to_come_back() throws Exception {
        limits(1, null, null);
        try (FtpProbe first = connect()) {
            first.expect("220");
            try (FtpProbe second = connect()) {
                assertThat(second.reply())
                        .matches("421 Too many sessions \\(limit 1\\)\\. Try again in 30 s\\. \\[R-[0-9A-Z]{6}\\]");
                second.expectEnd();
            }
            first.send("NOOP").expect("200");
        }
    }

    @Test
    void the_reference_of_a_refusal_leads_to_a_row_that_tells_all_of_it() throws Exception {
        limits(null, 2, null);
        try (FtpProbe first = connect().expect("220"); FtpProbe second = connect().expect("220"); FtpProbe third = connect()) {
            String reply = third.reply();
            String reference = reply.substring(reply.indexOf('[') + 1, reply.indexOf(']'));
            until(() -> refusal(reference).isPresent());
            RefusalRow row = refusal(reference).orElseThrow();
            assertThat(row.reason).isEqualTo("ADDRESS_FULL");
            assertThat(row.remoteAddress.getHostAddress()).isEqualTo("127.0.0.1");
            assertThat(row.allowed).isEqualTo(2);
            assertThat(row.held).isEqualTo(2);
            assertThat(row.node).isEqualTo("node-under-test");
            assertThat(row.retryAfterSeconds).isEqualTo(30);
            limits(null, 1, null);
            try (FtpProbe fourth = connect()) {
                String other = fourth.reply();
                String otherReference = other.substring(other.indexOf('[') + 1, other.indexOf(']'));
                until(() -> refusal(otherReference).filter(more -> more.allowed == 1 && more.held == 2).isPresent());
            }
            first.send("NOOP").expect("200");
            second.send("NOOP").expect("200");
        }
    }

    private static Optional<RefusalRow> refusal(String reference) {
        return QuarkusTransaction.requiringNew().call(() -> RefusalRow.of(reference));
    }

    @Test
    void under_a_flood_all_refusals_are_counted_and_some_are_kept() throws Exception {
        limits(0, null, null);
        // What is written in this order: when this one is there, so is all that was refused before.
        try (FtpProbe client = connect()) {
            String last = client.reply();
            until(() -> refusal(last.substring(last.indexOf('[') + 1, last.indexOf(']'))).isPresent());
        }
        long counted = counted("CLUSTER_FULL");
        for (int i = 0; i < 300; i++) {
            try (FtpProbe client = connect()) {
                client.expect("421");
            }
        }
        until(() -> counted("CLUSTER_FULL") == counted + 300);
    }

    private long counted(String reason) {
        return QuarkusTransaction.requiringNew().call(() -> (Long) database.createNativeQuery(
                "SELECT coalesce(sum(total), 0)::bigint FROM refusal_count WHERE reason = ?1", Long.class)
                .setParameter(1, reason)
                .getSingleResult());
    }

    @Test
    void a_place_that_was_given_back_is_given_to_the_next() throws Exception {
        limits(1, null, null);
        for (int i = 0; i < 20; i++) {
            try (FtpProbe client = connect()) {
                client.expect("220").send("QUIT").expect("221").expectEnd();
            }
        }
    }

    @Test
    void an_address_that_is_full_does_not_keep_out_another() throws Exception {
        limits(null, 1, null);
        try (FtpProbe first = connectFrom("127.0.0.1").expect("220");
                FtpProbe second = connectFrom("127.0.0.1");
                FtpProbe other = connectFrom("127.0.0.2")) {
            assertThat(second.reply()).startsWith("421 Too many sessions from 127.0.0.1 (limit 1).");
            other.expect("220");
            first.send("NOOP").expect("200");
        }
    }

    @Test
    void a_limit_of_zero_is_nobody_and_none_is_everybody() throws Exception {
        limits(0, null, null);
        try (FtpProbe client = connect()) {
            client.expect("421 Too many sessions (limit 0).").expectEnd();
        }
        limits(null, null, null);
        try (FtpProbe client = connect()) {
            client.expect("220");
        }
    }

    @Test
    void maintenance_is_told_in_the_words_of_the_operator_and_holds_from_the_next_connection_on() throws Exception {
        try (FtpProbe inside = connect()) {
            inside.expect("220");
            maintenance(true, "Back at 14:00 UTC", 1800);
            try (FtpProbe client = connect()) {
                assertThat(client.reply())
                        .startsWith("421 Closed for maintenance: Back at 14:00 UTC. Try again in 1800 s. [R-");
                client.expectEnd();
            }
            inside.send("NOOP").expect("200");
            maintenance(false, "", null);
            try (FtpProbe client = connect()) {
                client.expect("220");
            }
        }
    }

    @Test
    void a_refused_client_reads_its_421_even_when_it_has_sent_much_before() throws Exception {
        limits(0, null, null);
        for (int i = 0; i < 50; i++) {
            try (FtpProbe client = connect()) {
                client.sendRaw("USER somebody\r\nPASS something\r\nTYPE I\r\n".repeat(200));
                client.expect("421").expectEnd();
            }
        }
    }

    @Test
    void a_client_that_has_closed_its_own_side_is_answered_all_the_same() throws Exception {
        try (FtpProbe client = connect()) {
            client.sendRaw("NOOP\r\nSYST\r\nDELE half a line");
            client.closeOutput();
            client.expect("220").expect("200").expect("215").expectEnd();
        }
        limits(0, null, null);
        try (FtpProbe client = connect()) {
            client.closeOutput();
            client.expect("421").expectEnd();
        }
    }

    @Test
    void of_five_hundred_at_once_exactly_as_many_are_let_in_as_the_limit_says() throws Exception {
        limits(100, null, null);
        int clients = 500;
        CyclicBarrier all = new CyclicBarrier(clients);
        List<FtpProbe> connected = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<FtpProbe>> connecting = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                connecting.add(threads.submit(() -> {
                    all.await();
                    return connect();
                }));
            }
            for (Future<FtpProbe> client : connecting) {
                connected.add(client.get());
            }
        }
        int admitted = 0;
        int refused = 0;
        for (FtpProbe client : connected) {
            String reply = client.reply();
            admitted += reply.startsWith("220 ") ? 1 : 0;
            refused += reply.startsWith("421 Too many sessions (limit 100).") ? 1 : 0;
        }
        assertThat(admitted).isEqualTo(100);
        assertThat(refused).isEqualTo(400);
        for (FtpProbe client : connected) {
            client.close();
        }
        until(() -> sessions() == 0);
    }

    @Test
    void clients_that_leave_before_they_are_greeted_take_no_place_with_them() throws Exception {
        limits(50, null, null);
        for (int i = 0; i < 300; i++) {
            connect().reset();
        }
        until(() -> sessions() == 0);
        List<FtpProbe> clients = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            clients.add(connect().expect("220"));
        }
        for (FtpProbe client : clients) {
            client.close();
        }
    }
}
