package io.drawbridge.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class VerifiedPasswordsTest {
    private Instant now = Instant.EPOCH;
    private final VerifiedPasswords verified = new VerifiedPasswords(Duration.ofSeconds(60), 100, () -> now);

    @Test
    void only_what_was_verified_is_remembered() {
        verified.add("admin", "secret", "hash");

        assertThat(verified.contains("admin", "secret", "hash")).isTrue();
        assertThat(verified.contains("admin", "Secret", "hash")).isFalse();
        assertThat(verified.contains("root", "secret", "hash")).isFalse();
        assertThat(verified.contains("admi", "nsecret", "hash")).isFalse();
    }

    @Test
    void after_its_age_it_is_forgotten_however_often_it_was_asked_for() {
        verified.add("admin", "secret", "hash");

        now = now.plusSeconds(60);
        assertThat(verified.contains("admin", "secret", "hash")).isTrue();
        now = now.plusSeconds(1);
        assertThat(verified.contains("admin", "secret", "hash")).isFalse();
    }

    @Test
    void a_new_hash_or_none_makes_it_forget_at_once() {
        verified.add("admin", "secret", "hash");
        assertThat(verified.contains("admin", "secret", "another")).isFalse();
        assertThat(verified.contains("admin", "secret", "hash")).isFalse();

        verified.add("admin", "secret", "hash");
        assertThat(verified.contains("admin", "secret", null)).isFalse();
        assertThat(verified.contains("admin", "secret", "hash")).isFalse();
    }

    @Test
    void a_wrong_password_does_not_make_it_forget() {
        verified.add("admin", "secret", "hash");

        assertThat(verified.contains("admin", "guess", "hash")).isFalse();
        assertThat(verified.contains("admin", "secret", "hash")).isTrue();
    }

    @Test
    void it_remembers_as_many_as_it_is_told_to() {
        for (int i = 0; i <= 100; i++) {
            verified.add("admin" + i, "secret", "hash");
        }

        assertThat(verified.contains("admin0", "secret", "hash")).isFalse();
        assertThat(verified.contains("admin1", "secret", "hash")).isTrue();
        assertThat(verified.contains("admin100", "secret", "hash")).isTrue();
    }

    @Test
    void for_no_time_nothing_is_remembered() {
        VerifiedPasswords none = new VerifiedPasswords(Duration.ZERO, 100, () -> now);
        none.add("admin", "secret", "hash");

        assertThat(none.contains("admin", "secret", "hash")).isFalse();
    }
}
