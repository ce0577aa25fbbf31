package io.drawbridge.admin.security;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.drawbridge.account.Passwords;
import io.drawbridge.admin.Client;
import io.drawbridge.admin.Door;
import io.drawbridge.admin.TestDatabase;
import io.drawbridge.program.StartFailure;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@WithTestResource(TestDatabase.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class FirstAdministratorTest {
    private final Door door;
    private final Passwords passwords;

    FirstAdministratorTest(Door door, Passwords passwords) {
        this.door = door;
        this.passwords = passwords;
    }

    @AfterEach
    void let_the_other_tests_in() {
        start(Optional.of(Client.PASSWORD));
    }

    @Test
    void a_password_that_is_set_is_the_password() {
        start(Optional.of("another password"));

        assertThat(statusWith("another password")).isEqualTo(200);
        assertThat(statusWith(Client.PASSWORD)).isEqualTo(401);
    }

    @Test
    void the_same_password_is_not_hashed_anew() {
        String before = storedHash();
        assertThat(start(Optional.of(Client.PASSWORD)).generatedPassword()).isEmpty();
        assertThat(storedHash()).isEqualTo(before);
    }

    @Test
    void a_password_is_made_for_nobody_and_known_to_whoever_made_it() {
        door.run("DELETE FROM administrator");

        String password = start(Optional.empty()).generatedPassword().orElseThrow();

        assertThat(statusWith(password)).isEqualTo(200);
        assertThat(statusWith(Client.PASSWORD)).isEqualTo(401);
        assertThat(start(Optional.empty()).generatedPassword()).isEmpty();
    }

    @Test
    void whoever_is_there_keeps_the_password() {
        assertThat(start(Optional.empty()).generatedPassword()).isEmpty();
        assertThat(statusWith(Client.PASSWORD)).isEqualTo(200);
    }

    @Test
    void a_password_that_is_given_lets_the_first_one_in_again_also_when_it_was_shut_out() {
        door.run("UPDATE administrator SET role = 'VIEWER', enabled = false WHERE name = 'admin'");
        start(Optional.of(Client.PASSWORD));
        assertThat(door.text("SELECT role || ' ' || enabled FROM administrator WHERE name = 'admin'")).isEqualTo("ADMIN true");
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "line\nbreak" })
    void a_password_that_breaks_the_rule_stops_the_start(String password) {
        assertThatThrownBy(() -> start(Optional.of(password))).isInstanceOf(StartFailure.class)
                .hasMessage("drawbridge.admin.password must be 1 to 256 characters, none of them a control character");
        assertThat(statusWith(Client.PASSWORD)).isEqualTo(200);
    }

    private FirstAdministrator start(Optional<String> password) {
        FirstAdministrator administrator = new FirstAdministrator(new AdminConfig() {
            @Override
            public Optional<String> password() {
                return password;
            }

            @Override
            public boolean reasonRequired() {
                return false;
            }

            @Override
            public Duration sessionIdle() {
                return Duration.ofMinutes(30);
            }

            @Override
            public Duration sessionMax() {
                return Duration.ofHours(8);
            }

            @Override
            public String oidcName() {
                return "";
            }
        }, passwords);
        administrator.ensure(new StartupEvent());
        return administrator;
    }

    private String storedHash() {
        return door.text("SELECT password_hash FROM administrator WHERE name = 'admin'");
    }

    private static int statusWith(String password) {
        return given().auth().preemptive().basic("admin", password).get("/api/v1/limits").statusCode();
    }
}
