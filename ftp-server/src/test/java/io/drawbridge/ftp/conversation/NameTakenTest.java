package io.drawbridge.ftp.conversation;

import java.util.Map;

import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;

import org.junit.jupiter.api.Test;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;

/** A server of its own, for it does not open again. */
@QuarkusTest
@TestProfile(NameTakenTest.Alone.class)
class NameTakenTest extends ConversationTest {
    @Inject
    EntityManager database;

    public static final class Alone implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("drawbridge.ftp.node", "taken");
        }
    }

    @Test
    void a_node_whose_name_another_process_has_taken_closes_its_sessions_and_stays_closed() throws Exception {
        try (FtpProbe inside = logIn()) {
            QuarkusTransaction.requiringNew().run(() -> database.createNativeQuery(
                    "SELECT register_node('taken', gen_random_uuid(), true, now(), interval '1 hour')", Long.class)
                    .getSingleResult());
            inside.expect("421 Shutting down").expectEnd();
            try (FtpProbe client = connect()) {
                client.expect("421 Shutting down").expectEnd();
            }
        }
    }
}
