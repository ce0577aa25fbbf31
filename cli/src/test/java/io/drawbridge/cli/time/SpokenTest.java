package io.drawbridge.cli.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.drawbridge.cli.outcome.Failure;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SpokenTest {
    /** 15:30:20 in Bangkok. */
    private final Spoken spoken = new Spoken(Clock.fixed(Instant.parse("2026-11-23T08:30:20.5Z"), ZoneId.of("Asia/Bangkok")));

    @ParameterizedTest
    @CsvSource({ "16:00, 2026-11-23T09:00:00Z", "9:05, 2026-11-24T02:05:00Z", "15:30:20, 2026-11-24T08:30:20Z",
            "30m, 2026-11-23T09:00:20Z", "1d2h, 2026-11-24T10:30:20Z", "PT90S, 2026-11-23T08:31:50Z",
            "2026-11-29T02:00, 2026-11-28T19:00:00Z", "2026-11-29T02:00:00Z, 2026-11-29T02:00:00Z",
            "2026-11-29T02:00:00+01:00, 2026-11-29T01:00:00Z" })
    void a_moment_to_come(String text, Instant moment) {
        assertThat(spoken.next("--until", text)).isEqualTo(moment);
    }

    @ParameterizedTest
    @CsvSource({ "16:00, 2026-11-22T09:00:00Z", "9:05, 2026-11-23T02:05:00Z", "2h, 2026-11-23T06:30:20Z" })
    void a_moment_that_was(String text, Instant moment) {
        assertThat(spoken.last("--at", text)).isEqualTo(moment);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "soon", "25:00", "14", "h", "2026-11-29", "-30m", "2026-13-01T00:00", "999999999999s",
            "PT-1S" })
    void what_is_no_moment_is_said_in_one_line(String text) {
        assertThatThrownBy(() -> spoken.next("--until", text)).isInstanceOf(Failure.class).message()
                .startsWith("--until must be")
                .endsWith("not '" + text + "'").hasLineCount(1);
    }

    @Test
    void a_duration_is_a_second_at_least() {
        assertThat(spoken.duration("--for", "1h30m")).isEqualTo(Duration.ofMinutes(90));
        assertThatThrownBy(() -> spoken.duration("--for", "0s")).isInstanceOf(Failure.class);
        assertThatThrownBy(() -> spoken.duration("--for", "90")).isInstanceOf(Failure.class);
    }
}
