package io.drawbridge.maintenance;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.recur.Freq;
import org.dmfs.rfc5545.recur.InvalidRecurrenceRuleException;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.dmfs.rfc5545.recur.RecurrenceRule.Part;
import org.dmfs.rfc5545.recur.RecurrenceRule.RfcMode;
import org.dmfs.rfc5545.recur.RecurrenceRuleIterator;

/**
 * When a window opens again: a recurrence rule (RFC 5545 §3.3.10) in a time zone, of at most one time in each hour.
 *
 * <p>
 * It opens at the same local time whatever summer time does, and stays open for exactly as long. A local time that a day
 * leaves out is as much later, and one that it has twice is the first one (RFC 5545 §3.3.5).
 */
public final class Recurrence {
    /** In characters. */
    public static final int MAX_LENGTH = 400;

    private static final int MAX_INTERVAL = 1000;
    /** Longer than from one leap day to the next. */
    private static final Duration LOOK_AHEAD = Duration.ofDays(4 * 366 + 1);

    private final RecurrenceRule rule;
    private final ZoneId zone;
    /** The last moment at which it may open. */
    private final Instant until;

    private Recurrence(RecurrenceRule rule, ZoneId zone) {
        if (rule.getUntil() == null) {
            this.until = Instant.MAX;
        } else {
            this.until = last(rule.getUntil(), zone);
            // The library would have the first time and the last one in the same zone; we compare moments.
            rule.setUntil(null);
        }
        this.rule = rule;
        this.zone = zone;
    }

    /**
     * @param rule without the name of the property: {@code FREQ=WEEKLY;BYDAY=SU}
     * @throws IllegalArgumentException when it is no such rule; its message is the end of a sentence about it: "must be ..."
     */
    public static Recurrence of(String rule, ZoneId zone) {
        require(rule.length() <= MAX_LENGTH, "must be at most " + MAX_LENGTH + " characters");
        RecurrenceRule parsed;
        try {
            parsed = new RecurrenceRule(rule, RfcMode.RFC5545_STRICT);
        } catch (InvalidRecurrenceRuleException | IllegalArgumentException e) {
            throw new IllegalArgumentException("must be a recurrence rule of RFC 5545, such as FREQ=WEEKLY;BYDAY=SU: "
                    + e.getMessage(), e);
        }
        require(parsed.getFreq() != Freq.SECONDLY && parsed.getFreq() != Freq.MINUTELY,
                "must be of FREQ HOURLY, DAILY, WEEKLY, MONTHLY or YEARLY");
        require(parsed.getInterval() <= MAX_INTERVAL, "must have an INTERVAL of at most " + MAX_INTERVAL);
        require(hasOneAtMost(parsed, Part.BYMINUTE) && hasOneAtMost(parsed, Part.BYSECOND),
                "must name one BYMINUTE and one BYSECOND at most");
        require(!parsed.hasPart(Part.RSCALE), "must be of the Gregorian calendar, without RSCALE");
        return new Recurrence(parsed, zone);
    }

    /**
     * Whether it fits the first time that a window is open.
     *
     * @param first with an end
     * @throws IllegalArgumentException when it does not; its message is the end of a sentence about the rule
     */
    public void check(Occurrence first) {
        List<LocalDateTime> times = new ArrayList<>();
        boolean followed = walk(first.startsAt(), time -> {
            Instant start = time.atZone(zone).toInstant();
            if (start.isAfter(until)) {
                return false;
            }
            times.add(time);
            return start.isBefore(first.startsAt().plus(LOOK_AHEAD));
        });
        require(!times.isEmpty(), "must give a time at or after startsAt");
        require(times.getFirst().equals(local(first.startsAt())), "must give the time of startsAt, but the first one is "
                + times.getFirst().atZone(zone).toInstant());
        require(followed, "must give its times more often, or with a longer FREQ");
        require(times.size() < 2 || !times.get(1).atZone(zone).toInstant().isBefore(first.endsAt()),
                "must not open the window again before it ends");
    }

    /**
     * The times at which a window opens within a period.
     *
     * @param first the first time that the window is open, with an end
     * @param from the first moment of the period
     * @param to the first moment after it
     * @return by their start; at most one for each hour of the period
     */
    public List<Occurrence> between(Occurrence first, Instant from, Instant to) {
        Duration length = Duration.between(first.startsAt(), first.endsAt());
        LocalDateTime firstTime = local(first.startsAt());
        List<Occurrence> found = new ArrayList<>();
        walk(first.startsAt(), time -> {
            // Where a day has this time twice, the window may have begun with the second.
            Instant start = time.equals(firstTime) ? first.startsAt() : time.atZone(zone).toInstant();
            if (!start.isBefore(to) || start.isAfter(until)) {
                return false;
            }
            boolean again = !found.isEmpty() && found.getLast().startsAt().equals(start);
            if (!start.isBefore(from) && !again) {
                found.add(new Occurrence(start, start.plus(length)));
            }
            return true;
        });
        return found;
    }

    /**
     * Goes from one local time to the next for as long as it is wanted.
     *
     * @return false when the next time is so far that the library does not find it
     */
    private boolean walk(Instant start, Predicate<LocalDateTime> next) {
        LocalDateTime first = local(start);
        try {
            RecurrenceRuleIterator times = rule.iterator(new DateTime(first.getYear(), first.getMonthValue() - 1,
                    first.getDayOfMonth(), first.getHour(), first.getMinute(), first.getSecond()));
            while (times.hasNext() && next.test(local(times.peekDateTime()))) {
                times.nextDateTime();
            }
            return true;
        } catch (IllegalArgumentException | IllegalStateException e) {
            return false;
        }
    }

    private LocalDateTime local(Instant moment) {
        return LocalDateTime.ofInstant(moment.truncatedTo(ChronoUnit.SECONDS), zone);
    }

    private static LocalDateTime local(DateTime time) {
        return LocalDateTime.of(time.getYear(), time.getMonth() + 1, time.getDayOfMonth(), time.getHours(), time.getMinutes(),
                time.getSeconds());
    }

    private static Instant last(DateTime until, ZoneId zone) {
        if (until.isAllDay()) {
            return ZonedDateTime.of(local(until), zone).plusDays(1).toInstant().minusSeconds(1);
        }
        return until.isFloating() ? local(until).atZone(zone).toInstant() : Instant.ofEpochMilli(until.getTimestamp());
    }

    private static boolean hasOneAtMost(RecurrenceRule rule, Part part) {
        return !rule.hasPart(part) || rule.getByPart(part).size() <= 1;
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
