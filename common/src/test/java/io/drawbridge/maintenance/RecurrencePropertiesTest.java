package io.drawbridge.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every rule, also for those that nobody would write. */
class RecurrencePropertiesTest {
    private static final Duration HORIZON = Duration.ofDays(92);
    private static final Map<String, Arbitrary<Integer>> PARTS = Map.of(
            "COUNT", Arbitraries.integers().between(1, 5000),
            "INTERVAL", Arbitraries.integers().between(1, 1000),
            "BYMONTH", Arbitraries.integers().between(1, 12),
            "BYMONTHDAY", Arbitraries.integers().between(-31, 31).filter(day -> day != 0),
            "BYHOUR", Arbitraries.integers().between(0, 23),
            "BYMINUTE", Arbitraries.integers().between(0, 59),
            "BYSETPOS", Arbitraries.integers().between(-9, 9).filter(place -> place != 0));

    @Property(tries = 500)
    void its_times_are_in_order_within_the_period_and_an_hour_apart(@ForAll("rules") String rule,
            @ForAll("moments") Instant first, @ForAll("zones") ZoneId zone) {
        Recurrence recurrence;
        try {
            recurrence = Recurrence.of(rule, zone);
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageStartingWith("must");
            return;
        }
        Instant from = first.plus(Duration.ofDays(300));
        List<Occurrence> times = recurrence.between(new Occurrence(first, first.plusSeconds(60)), from, from.plus(HORIZON));

        assertThat(times).hasSizeLessThanOrEqualTo(92 * 24 + 1);
        assertThat(times).allMatch(time -> !time.startsAt().isBefore(from) && time.startsAt().isBefore(from.plus(HORIZON)));
        for (int i = 1; i < times.size(); i++) {
            assertThat(times.get(i).startsAt()).isAfter(times.get(i - 1).startsAt());
        }
    }

    @Property(tries = 200)
    void a_period_has_the_times_of_its_parts(@ForAll("rules") String rule, @ForAll("moments") Instant first,
            @ForAll("zones") ZoneId zone) {
        Recurrence recurrence;
        try {
            recurrence = Recurrence.of(rule, zone);
        } catch (IllegalArgumentException refused) {
            return;
        }
        Occurrence window = new Occurrence(first, first.plusSeconds(60));
        Instant middle = first.plus(Duration.ofDays(46));
        Instant end = first.plus(HORIZON);
        List<Occurrence> parts = new ArrayList<>(recurrence.between(window, first, middle));
        parts.addAll(recurrence.between(window, middle, end));

        assertThat(recurrence.between(window, first, end)).isEqualTo(parts);
    }

    @Provide
    Arbitrary<String> rules() {
        Arbitrary<String> parts = Arbitraries.of(PARTS.keySet()).set().ofMaxSize(4).flatMap(names -> {
            Arbitrary<String> rule = Arbitraries.of("FREQ=HOURLY", "FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=YEARLY");
            for (String name : names) {
                int most = name.equals("COUNT") || name.equals("INTERVAL") ? 1 : 3;
                Arbitrary<String> values = PARTS.get(name).map(String::valueOf).list().ofMinSize(1).ofMaxSize(most)
                        .map(list -> String.join(",", list));
                rule = Combinators.combine(rule, values).as((before, value) -> before + ";" + name + "=" + value);
            }
            return rule;
        });
        Arbitrary<String> days = Arbitraries.of("", "", ";BYDAY=SU", ";BYDAY=MO,TU,WE,TH,FR", ";BYDAY=2SU,-1MO");
        return Combinators.combine(parts, days).as(String::concat);
    }

    @Provide
    Arbitrary<Instant> moments() {
        return Arbitraries.longs().between(Instant.parse("2020-01-01T00:00:00Z").getEpochSecond(),
                Instant.parse("2060-01-01T00:00:00Z").getEpochSecond()).map(Instant::ofEpochSecond);
    }

    @Provide
    Arbitrary<ZoneId> zones() {
        return Arbitraries
                .of("UTC", "Europe/Berlin", "Asia/Bangkok", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu")
                .map(ZoneId::of);
    }
}
