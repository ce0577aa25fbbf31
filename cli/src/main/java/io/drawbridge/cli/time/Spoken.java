package io.drawbridge.cli.time;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.drawbridge.cli.outcome.ExitCode;
import io.drawbridge.cli.outcome.Failure;

/** Understands times and durations. Local times are those of the clock's zone. */
public final class Spoken {
    public static final String MOMENT = "14:00, 2026-11-29T02:00, 2026-11-29T02:00:00Z or a duration from now such as 30m";
    public static final String DURATION = "such as 90s, 30m, 2h, 1h30m or 7d";

    private static final Pattern LENGTH = Pattern
            .compile("(?=\\d)(?:(\\d{1,6})d)?(?:(\\d{1,6})h)?(?:(\\d{1,6})m)?(?:(\\d{1,9})s)?");
    private static final Pattern TIME_OF_DAY = Pattern.compile("\\d{1,2}:\\d{2}(?::\\d{2})?");

    private final Clock clock;

    public Spoken(Clock clock) {
        this.clock = clock;
    }

    public Instant now() {
        return clock.instant();
    }

    /**
     * A moment to come: of a time of day the next one, of a duration its end.
     *
     * @return in whole seconds
     * @throws Failure when it is none
     */
    public Instant next(String option, String text) {
        return moment(option, text, 1);
    }

    /**
     * A moment that was: of a time of day the last one, of a duration its beginning.
     *
     * @return in whole seconds
     * @throws Failure when it is none
     */
    public Instant last(String option, String text) {
        return moment(option, text, -1);
    }

    private Instant moment(String option, String text, int direction) {
        try {
            Optional<Duration> length = length(text);
            return (length.isPresent() ? now().plus(length.get().multipliedBy(direction)) : at(text, direction))
                    .truncatedTo(ChronoUnit.SECONDS);
        } catch (DateTimeException | ArithmeticException e) {
            throw new Failure(ExitCode.USAGE, option + " must be " + MOMENT + ", not '" + text + "'", e);
        }
    }

    private Instant at(String text, int direction) {
        if (TIME_OF_DAY.matcher(text).matches()) {
            ZonedDateTime now = ZonedDateTime.now(clock);
            ZonedDateTime today = now.with(LocalTime.parse(text.indexOf(':') == 1 ? "0" + text : text));
            boolean passed = !today.isAfter(now);
            return (passed == direction > 0 ? today.plusDays(direction) : today).toInstant();
        }
        if (text.matches(".*T.*(?:[zZ]|[+-]\\d{2}:\\d{2})")) {
            return OffsetDateTime.parse(text).toInstant();
        }
        return LocalDateTime.parse(text).atZone(clock.getZone()).toInstant();
    }

    /**
     * Of at least a second.
     *
     * @throws Failure when it is none
     */
    public Duration duration(String option, String text) {
        try {
            Optional<Duration> length = length(text).filter(duration -> duration.toSeconds() >= 1);
            if (length.isPresent()) {
                return length.get();
            }
        } catch (DateTimeException | ArithmeticException e) {
            // As if it were none.
        }
        throw Failure.usage(option + " must be a duration " + DURATION + ", not '" + text + "'");
    }

    private static Optional<Duration> length(String text) {
        if (text.startsWith("P")) {
            return Optional.of(Duration.parse(text)).filter(duration -> !duration.isNegative());
        }
        Matcher parts = LENGTH.matcher(text);
        return parts.matches() ? Optional.of(Duration.ofDays(part(parts, 1)).plusHours(part(parts, 2))
                .plusMinutes(part(parts, 3)).plusSeconds(part(parts, 4))) : Optional.empty();
    }

    private static long part(Matcher parts, int group) {
        return parts.group(group) == null ? 0 : Long.parseLong(parts.group(group));
    }

    /** As short as people like it: 45s, 12m, 3h05m, 2d04h. */
    public static String shortly(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3600) {
            return seconds / 60 + "m";
        }
        return seconds < 86400 ? String.format("%dh%02dm", seconds / 3600, seconds / 60 % 60)
                : String.format("%dd%02dh", seconds / 86400, seconds / 3600 % 24);
    }
}
