package io.drawbridge.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class TemplateTest {
    private static final Instant NOW = Instant.parse("2026-11-22T13:30:00Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "Closed.                            | Closed.",
            "Closed for {reason}.               | Closed for new disks.",
            "{reason}, back at {until}          | new disks, back at 14:00 UTC",
            "Try again in {retryAfter}          | Try again in 1800 s",
            "{until}{until}                     | 14:00 UTC14:00 UTC",
            "ปิดถึง {until}                       | ปิดถึง 14:00 UTC",
            "{Reason} {until } { {} {{reason}}  | {Reason} {until } { {} {new disks}",
            "$1 \\ {reason                      | $1 \\ {reason",
            "''                                 | new disks",
            "' '                                | new disks" })
    void what_is_known_is_filled_in(String template, String words) {
        assertThat(Template.fill(template, "new disks", Instant.parse("2026-11-22T14:00:00Z"), Duration.ofMinutes(30), NOW))
                .isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({ "2026-11-22T14:00:00Z, 14:00 UTC", "2026-11-22T13:59:00.000001Z, 14:00 UTC",
            "2026-11-22T23:59:00Z, 23:59 UTC", "2026-11-22T23:59:01Z, 2026-11-23 00:00 UTC",
            "2026-11-23T14:00:00Z, 2026-11-23 14:00 UTC", "2027-01-01T00:00:00Z, 2027-01-01 00:00 UTC" })
    void the_end_has_a_date_unless_it_is_today(Instant until, String words) {
        assertThat(Template.fill("{until}", "", until, null, NOW)).isEqualTo(words);
    }

    @Test
    void what_is_not_known_leaves_its_place_empty() {
        assertThat(Template.fill("Back: {until}, in: {retryAfter}.", "", null, null, NOW)).isEqualTo("Back: , in: .");
    }

    @Test
    void placeholders_in_the_reason_are_its_own_words() {
        assertThat(Template.fill("{reason}", "{until}", NOW, null, NOW)).isEqualTo("{until}");
    }

    @Test
    void it_is_one_line_of_at_most_400_characters() {
        assertThat(Template.fill("a\r\n{reason}", "b\u2028c\u001b", null, null, NOW)).isEqualTo("a  b c");
        assertThat(Template.fill("{reason}", "😀".repeat(500), null, null, NOW)).isEqualTo("😀".repeat(400));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = { "{reason} {until} {retryAfter} { | ''", "{Until} {} {Until} | '{Until}, {}'",
            "{ until} | { until}" })
    void what_is_no_placeholder_is_found(String template, String unknown) {
        assertThat(Template.unknownPlaceholders(template)).isEqualTo(unknown);
    }
}
