package io.drawbridge.ftp.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.util.Map;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.drawbridge.database.SessionRow;
import io.drawbridge.ftp.admission.Admissions;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;

/** A server that goes on by what it knew last while its database is away. */
@QuarkusTest
@TestProfile(LastKnownTest.GoingOn.class)
class LastKnownTest extends ConversationTest {

    public static final class GoingOn implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("drawbridge.ftp.database-away", "last-known");
        }
    }

    @Inject
    Admissions admissions;

    @AfterEach
    void the_database_is_back() {
        PostgresAndFolders.relay().mend();
        until(() -> !admissions.isDatabaseAway() && isCounted(0));
    }

    private boolean isCounted(int sessions) {
        try {
            return sessions() == sessions;
        } catch (RuntimeException e) {
            // A pooled connection that was cut.
            return false;
        }
    }

    @Test
    void as_many_come_in_as_there_were_places_and_all_are_counted_when_it_is_back() throws Exception {
        limits(4, null, null);
        try (FtpProbe before = logIn()) {
            awaitBeat();
            PostgresAndFolders.relay().cut();
            until(admissions::isDatabaseAway);
            RestAssured.get("/q/health/ready").then().statusCode(200).body(
                    "checks.find { it.name == 'ftp-server' }.data.degraded",
                    equalTo(true));
            try (FtpProbe first = connect().expect("220");
                    FtpProbe second = connect().expect("220");
                    FtpProbe third = connect().expect("220");
                    FtpProbe fourth = connect()) {
                fourth.expect("421 The session limits cannot be checked just now");
                first.send("USER " + account).expect("331").send("PASS " + PASSWORD).expect("230");
                second.send("USER " + account).expect("331").send("PASS wrong").expect("530");
                third.send("USER nobody").expect("331").send("PASS " + PASSWORD).expect("530");
                PostgresAndFolders.relay().mend();
                until(() -> isCounted(4));
                assertThat(QuarkusTransaction.requiringNew().call(() -> SessionRow.count("account", account))).isEqualTo(2);
                try (FtpProbe fifth = connect()) {
                    fifth.expect("421 Too many sessions (limit 4)");
                }
                before.send("NOOP").expect("200");
            }
        }
    }

    @Test
    void a_place_that_is_given_back_meanwhile_may_be_taken_again() throws Exception {
        limits(1, null, null);
        FtpProbe before = connect().expect("220");
        awaitBeat();
        PostgresAndFolders.relay().cut();
        until(admissions::isDatabaseAway);
        try (FtpProbe second = connect()) {
            second.expect("421");
        }
        before.send("QUIT").expect("221").expectEnd();
        try (FtpProbe third = connect()) {
            third.expect("220");
        }
    }

    @Test
    void REIN_is_counted_when_the_database_is_back() throws Exception {
        limits(null, null, 1);
        try (FtpProbe client = logIn()) {
            awaitBeat();
            PostgresAndFolders.relay().cut();
            until(admissions::isDatabaseAway);
            client.send("REIN").expect("220").send("PWD").expect("530");
            PostgresAndFolders.relay().mend();
            until(() -> isCounted(1));
            until(() -> !admissions.isDatabaseAway());
            try (FtpProbe second = logIn()) {
                second.send("NOOP").expect("200");
            }
        }
    }

    @Test
    void a_door_that_was_closed_stays_closed() throws Exception {
        maintenance(true, "", null);
        awaitBeat();
        PostgresAndFolders.relay().cut();
        until(admissions::isDatabaseAway);
        try (FtpProbe client = connect()) {
            client.expect("421");
        }
    }

    @Test
    void an_account_that_was_switched_off_is_not_known_any_more() throws Exception {
        String other = newAccount();
        connect().logIn(other, PASSWORD).close();
        logIn().close();
        sql("UPDATE account SET enabled = false WHERE name = '" + account + "'");
        awaitBeat();
        PostgresAndFolders.relay().cut();
        until(admissions::isDatabaseAway);
        try (FtpProbe disabled = connect().expect("220"); FtpProbe enabled = connect()) {
            disabled.send("USER " + account).expect("331").send("PASS " + PASSWORD).expect("530");
            enabled.logIn(other, PASSWORD);
        }
    }
}
