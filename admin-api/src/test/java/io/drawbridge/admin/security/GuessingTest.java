package io.drawbridge.admin.security;

import static io.drawbridge.admin.Client.admin;
import static io.drawbridge.admin.Client.as;
import static io.drawbridge.admin.Client.isProblem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.matchesRegex;

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
class GuessingTest {
    private static final String LIMITS = "/api/v1/limits";

    private final Door door;

    GuessingTest(Door door) {
        this.door = door;
    }

    @BeforeEach
    void a_door_that_bans_after_three() {
        door.reset();
        door.run("DELETE FROM access_rule; UPDATE protection SET failed_login = 10, threshold = 25");
    }

    @AfterEach
    void reset() {
        door.reset();
    }

    private static int guess() {
        return as("admin", "wrong").get(LIMITS).statusCode();
    }

    @Test
    void who_guesses_passwords_is_banned_here_and_at_the_FTP_door() {
        assertThat(guess()).isEqualTo(401);
        assertThat(guess()).isEqualTo(401);
        admin().get(LIMITS).then().statusCode(200);
        assertThat(guess()).isEqualTo(401);

        isProblem(admin().get(LIMITS).then(), 429).header("Retry-After", matchesRegex("[1-9][0-9]*"));
        assertThat(guess()).isEqualTo(429);
        assertThat(door.text("SELECT network FROM ban")).isEqualTo("127.0.0.1/32");
    }

    @Test
    void tokens_are_guessed_no_better() {
        for (int i = 0; i < 3; i++) {
            given().header("Authorization", "Bearer dbt_guess" + i).get(LIMITS).then().statusCode(401);
        }
        given().header("Authorization", "Bearer dbt_guess").get(LIMITS).then().statusCode(429);
    }

    @Test
    void who_is_always_let_in_is_never_banned() {
        door.run("INSERT INTO access_rule (network, access) VALUES ('127.0.0.1', 'ALLOW')");
        for (int i = 0; i < 5; i++) {
            assertThat(guess()).isEqualTo(401);
        }
        admin().get(LIMITS).then().statusCode(200);
    }
}
