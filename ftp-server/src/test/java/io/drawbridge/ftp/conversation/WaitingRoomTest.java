package io.drawbridge.ftp.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;

import jakarta.inject.Inject;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import io.drawbridge.ftp.admission.Admissions;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;

/** A server that has clients wait for a place; and one without EPSV, which needs no server of its own. */
@QuarkusTest
@TestProfile(WaitingRoomTest.Patient.class)
class WaitingRoomTest extends ConversationTest {

    public static final class Patient implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("drawbridge.ftp.max-wait", "4s", "drawbridge.ftp.max-waiting", "2", "drawbridge.ftp.login-timeout",
                    "2s", "drawbridge.ftp.extended-passive", "false");
        }
    }

    @Inject
    Admissions admissions;

    @Test
    void EPSV_may_be_off_and_is_not_told_of_then() throws Exception {
        try (FtpProbe client = logIn()) {
            assertThat(client.send("FEAT").reply().split("\n")).contains(" EPRT", " PASV").doesNotContain(" EPSV");
            client.send("EPSV").expect("502 EPSV is off here; use PASV").send("EPSV ALL").expect("502").send("PASV")
                    .expect("227 Entering Passive Mode (127,0,0,1,");
        }
    }

    @Test
    void who_waits_comes_in_when_somebody_leaves() throws Exception {
        limits(1, null, null);
        try (FtpProbe inside = connect().expect("220"); FtpProbe waiting = connect()) {
            waiting.expect("120 Service ready in 1 minutes");
            inside.send("QUIT").expect("221");
            waiting.expect("220").send("NOOP").expect("200");
        }
    }

    @Test
    void who_has_waited_for_too_long_is_refused() throws Exception {
        limits(0, null, null);
        try (FtpProbe waiting = connect()) {
            waiting.expect("120").expect("421 Too many sessions (limit 0). Try again in 30 s. [R-").expectEnd();
        }
    }

    @Test
    void who_waits_comes_in_when_the_limit_is_raised() throws Exception {
        limits(0, null, null);
        try (FtpProbe waiting = connect()) {
            waiting.expect("120");
            limits(1, null, null);
            waiting.expect("220");
        }
    }

    @Test
    void when_all_seats_are_taken_others_are_refused_at_once() throws Exception {
        limits(0, null, null);
        try (FtpProbe first = connect().expect("120");
                FtpProbe second = connectFrom("127.0.0.2").expect("120");
                FtpProbe third = connectFrom("127.0.0.3")) {
            third.expect("421 Too many sessions");
            first.expect("421");
            second.expect("421");
        }
    }

    @Test
    void one_address_leaves_seats_for_others() throws Exception {
        limits(0, null, null);
        try (FtpProbe first = connect().expect("120"); FtpProbe greedy = connect(); FtpProbe other = connectFrom("127.0.0.2")) {
            greedy.expect("421 Too many sessions");
            other.expect("120");
            first.expect("421");
        }
    }

    @Test
    void the_time_to_log_in_begins_when_waiting_ends() throws Exception {
        limits(1, null, null);
        try (FtpProbe inside = logIn(); FtpProbe waiting = connect().expect("120")) {
            Awaitility.await().pollDelay(Duration.ofMillis(2500)).until(() -> true);
            inside.send("QUIT").expect("221");
            waiting.logIn(account, PASSWORD).send("NOOP").expect("200");
        }
    }

    @Test
    void who_waits_is_told_when_the_database_is_away() throws Exception {
        limits(0, null, null);
        awaitBeat();
        try (FtpProbe waiting = connect().expect("120")) {
            PostgresAndFolders.relay().cut();
            waiting.expect("421 The session limits cannot be checked just now");
        } finally {
            PostgresAndFolders.relay().mend();
            until(() -> !admissions.isDatabaseAway());
        }
    }

    @Test
    void nobody_waits_for_the_end_of_a_maintenance() throws Exception {
        maintenance(true, "", null);
        try (FtpProbe client = connect()) {
            client.expect("421 Closed for maintenance");
        }
    }

    @Test
    void who_gives_up_waiting_takes_no_place() throws Exception {
        limits(1, null, null);
        try (FtpProbe inside = connect().expect("220")) {
            connect().expect("120").reset();
            inside.send("QUIT").expect("221");
        }
        until(() -> sessions() == 0);
        try (FtpProbe client = connect()) {
            client.expect("220");
        }
    }

    @Test
    void who_waits_when_maintenance_begins_reads_of_it() throws Exception {
        limits(0, null, null);
        try (FtpProbe waiting = connect().expect("120")) {
            maintenance(true, "Back soon", null);
            waiting.expect("421 Closed for maintenance: Back soon");
        }
    }
}
