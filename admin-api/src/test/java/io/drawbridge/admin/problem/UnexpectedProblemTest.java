package io.drawbridge.admin.problem;

import static io.drawbridge.admin.Client.admin;
import static io.drawbridge.admin.Client.isProblem;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import io.drawbridge.admin.Door;
import io.drawbridge.admin.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@WithTestResource(TestDatabase.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class UnexpectedProblemTest {
    private final Door door;

    UnexpectedProblemTest(Door door) {
        this.door = door;
    }

    @BeforeEach
    void hide_a_table() {
        door.run("ALTER TABLE maintenance RENAME TO hidden");
    }

    @AfterEach
    void show_it_again() {
        door.run("ALTER TABLE hidden RENAME TO maintenance");
    }

    @Test
    void what_nobody_expected_is_a_problem_that_tells_nothing() {
        String problem = isProblem(admin().get("/api/v1/maintenance").then(), 500).extract().asString();

        assertThat(problem).doesNotContain("maintenance", "SQL", "relation", "xception", "hibernate");
    }
}
