package io.drawbridge.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RecurrenceTest {
    private static final Instant SUNDAY = Instant.parse("2026-11-22T03:00:00Z");
    private static final Instant FAR = Instant.parse("2100-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "FREQ=WEEKLY;BYDAY=SU                | 2026-11-22T03:00 2026-11-29T03:00 2026-12-06T03:00",
            "FREQ=WEEKLY;BYDAY=SU;COUNT=2        | 2026-11-22T03:00 2026-11-29T03:00",
            "FREQ=DAILY;UNTIL=20261123T030000Z   | 2026-11-22T03:00 2026-11-23T03:00",
            "FREQ=DAILY;UNTIL=20261123T025959Z   | 2026-11-22T03:00",
            "FREQ=DAILY;UNTIL=20261123           | 2026-11-22T03:00 2026-11-23T03:00",
            "FREQ=DAILY;UNTIL=20261123T030000    | 2026-11-22T03:00 2026-11-23T03:00",
            "FREQ=HOURLY;INTERVAL=6              | 2026-11-22T03:00 2026-11-22T09:00 2026-11-22T15:00",
            "FREQ=MONTHLY;BYDAY=4SU              | 2026-11-22T03:00 2026-12-27T03:00 2027-01-24T03:00",
            "FREQ=MONTHLY;BYMONTHDAY=22,-1       | 2026-11-22T03:00 2026-11-30T03:00 2026-12-22T03:00",
            "FREQ=YEARLY                         | 2026-11-22T03:00 2027-11-22T03:00 2028-11-22T03:00",
            "freq=daily;byhour=3,15              | 2026-11-22T03:00 2026-11-22T15:00 2026-11-23T03:00" })
    void the_first_times_are_those_of_rfc_5545(String rule, String times) {
        assertThat(starts(rule, "UTC", SUNDAY, SUNDAY, FAR.minusSeconds(1)).stream().limit(3))
                .containsExactlyElementsOf(
                        List.of(times.split(" ")).stream().map(time -> Instant.parse(time + ":00Z")).toList());
    }

    @Test
    void only_what_opens_within_the_period_is_given() {
        assertThat(starts("FREQ=DAILY", "UTC", SUNDAY, Instant.parse("2026-12-01T03:00:00Z"),
                Instant.parse("2026-12-03T03:00:00Z")))
                .containsExactly(Instant.parse("2026-12-01T03:00:00Z"), Instant.parse("2026-12-02T03:00:00Z"));
    }

    /** Berlin goes from 01:00Z (02:00) on to 03:00 on March 28, 2027, and back from 03:00 to 02:00 on October 31. */
    @ParameterizedTest
    @CsvSource({ "2027-03-26T23:30:00Z, 2027-03-26T23:30:00Z 2027-03-27T23:30:00Z 2027-03-28T22:30:00Z",
            "2027-03-27T01:30:00Z, 2027-03-27T01:30:00Z 2027-03-28T01:30:00Z 2027-03-29T00:30:00Z",
            "2027-10-30T00:30:00Z, 2027-10-30T00:30:00Z 2027-10-31T00:30:00Z 2027-11-01T01:30:00Z",
            "2027-10-31T01:30:00Z, 2027-10-31T01:30:00Z 2027-11-01T01:30:00Z 2027-11-02T01:30:00Z" })
    void it_opens_at_the_local_time_and_stays_open_as_long_when_the_clock_changes(Instant first, String times) {
        List<Occurrence> found = recurrence("FREQ=DAILY", "Europe/Berlin")
                .between(anHourFrom(first), first, first.plus(Duration.ofDays(2).plusHours(2)));
        assertThat(found).extracting(Occurrence::startsAt)
                .containsExactlyElementsOf(List.of(times.split(" ")).stream().map(Instant::parse).toList());
        assertThat(found).allMatch(time -> Duration.between(time.startsAt(), time.endsAt()).equals(Duration.ofHours(1)));
    }

    @Test
    void an_hour_that_is_left_out_is_no_second_time_in_the_next() {
        assertThat(starts("FREQ=HOURLY", "Europe/Berlin", Instant.parse("2027-03-28T00:30:00Z"),
                Instant.parse("2027-03-28T00:30:00Z"), Instant.parse("2027-03-28T03:00:00Z")))
                .containsExactly(Instant.parse("2027-03-28T00:30:00Z"), Instant.parse("2027-03-28T01:30:00Z"),
                        Instant.parse("2027-03-28T02:30:00Z"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "''                             | must be a recurrence rule of RFC 5545",
            "every sunday                   | must be a recurrence rule of RFC 5545",
            "RRULE:FREQ=DAILY               | must be a recurrence rule of RFC 5545",
            "BYDAY=SU                       | must be a recurrence rule of RFC 5545",
            "FREQ=DAILY;COUNT=0             | must be a recurrence rule of RFC 5545",
            "FREQ=DAILY;BYHOUR=24           | must be a recurrence rule of RFC 5545",
            "FREQ=DAILY;UNTIL=tomorrow      | must be a recurrence rule of RFC 5545",
            "FREQ=SECONDLY                  | must be of FREQ HOURLY, DAILY, WEEKLY, MONTHLY or YEARLY",
            "FREQ=MINUTELY;INTERVAL=90      | must be of FREQ HOURLY, DAILY, WEEKLY, MONTHLY or YEARLY",
            "FREQ=DAILY;INTERVAL=1001       | must have an INTERVAL of at most 1000",
            "FREQ=DAILY;INTERVAL=2147483647 | must have an INTERVAL of at most 1000",
            "FREQ=HOURLY;BYMINUTE=0,30      | must name one BYMINUTE and one BYSECOND at most",
            "FREQ=HOURLY;BYSECOND=0,30      | must name one BYMINUTE and one BYSECOND at most" })
    void what_is_no_rule_for_a_window_is_refused(String rule, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> recurrence(rule, "UTC")).withMessageStartingWith(message);
    }

    @Test
    void a_rule_has_at_most_400_characters() {
        String longest = "FREQ=DAILY;BYHOUR=3" + ",3".repeat((400 - 19) / 2);
        assertThatNoException().isThrownBy(() -> recurrence(longest, "UTC"));
        assertThatIllegalArgumentException().isThrownBy(() -> recurrence(longest + ",3", "UTC"))
                .withMessage("must be at most 400 characters");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "FREQ=WEEKLY;BYDAY=MO                   | must give the time of startsAt, but the first one is 2026-11-23T03:00:00Z",
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30    | must give a time at or after startsAt",
            "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30    | must give a time at or after startsAt",
            "FREQ=HOURLY;BYMONTH=11                 | must give its times more often, or with a longer FREQ",
            "FREQ=HOURLY;BYMONTH=11;BYMONTHDAY=22   | must give its times more often, or with a longer FREQ",
            "FREQ=DAILY;UNTIL=20261121              | must give a time at or after startsAt",
            "FREQ=HOURLY                            | must not open the window again before it ends" })
    void a_rule_that_does_not_fit_the_window_is_refused(String rule, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> recurrence(rule, "UTC").check(new Occurrence(SUNDAY, SUNDAY.plusSeconds(3601))))
                .withMessage(message);
    }

    @ParameterizedTest
    @ValueSource(strings = { "FREQ=HOURLY", "FREQ=WEEKLY;BYDAY=SU", "FREQ=DAILY;COUNT=1", "FREQ=DAILY;UNTIL=20261122",
            "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=22", "FREQ=DAILY;BYMONTH=11" })
    void a_rule_that_fits_is_not(String rule) {
        assertThatNoException().isThrownBy(() -> recurrence(rule, "UTC").check(anHourFrom(SUNDAY)));
    }

    private static List<Instant> starts(String rule, String zone, Instant first, Instant from, Instant to) {
        return recurrence(rule, zone).between(anHourFrom(first), from, to).stream().map(Occurrence::startsAt).toList();
    }

    private static Recurrence recurrence(String rule, String zone) {
        return Recurrence.of(rule, zone.equals("UTC") ? ZoneOffset.UTC : ZoneId.of(zone));
    }

    private static Occurrence anHourFrom(Instant start) {
        return new Occurrence(start, start.plus(Duration.ofHours(1)));
    }
}
