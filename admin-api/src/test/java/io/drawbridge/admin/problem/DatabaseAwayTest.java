package io.drawbridge.admin.problem;

import static io.drawbridge.admin.Client.admin;
import static io.drawbridge.admin.Client.isProblem;
import static io.drawbridge.admin.Client.sending;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import io.drawbridge.admin.TestDatabase;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@WithTestResource(value = TestDatabase.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
@DisplayNameGeneration(ReplaceUnderscores.class)
class DatabaseAwayTest {
    TestDatabase database;

    @Test
    void while_the_database_is_away_clients_are_asked_to_come_back() {
        admin().get("/api/v1/limits").then().statusCode(200);

        database.stop();

        isProblem(admin().get("/api/v1/limits").then(), 503).header("Retry-After", "5");
        isProblem(sending("{\"maxSessions\":1}").patch("/api/v1/limits").then(), 503).header("Retry-After", "5");
    }
}
