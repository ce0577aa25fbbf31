package io.drawbridge.maintenance;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The words of a maintenance, with places where reason, end and time to come back are filled in. */
public final class Template {
    /** In characters (code points) of Unicode, of a template and of what comes of it. */
    public static final int MAX_LENGTH = 400;

    private static final Pattern PLACE = Pattern.compile("\\{([^{}]*)}");
    private static final DateTimeFormatter TODAY = DateTimeFormatter.ofPattern("HH:mm 'UTC'");
    private static final DateTimeFormatter ANOTHER_DAY = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'");

    private enum Placeholder {
        REASON("reason"),
        UNTIL("until"),
        RETRY_AFTER("retryAfter");

        private final String word;

        Placeholder(String word) {
            this.word = word;
        }

        static Optional<Placeholder> of(String word) {
            return Arrays.stream(values()).filter(placeholder -> placeholder.word.equals(word)).findFirst();
        }
    }

    private Template() {
    }

    /**
     * What a client reads.
     *
     * @param template the operator's; empty: just the reason. A placeholder that is not known stays as it stands
     * @param reason empty when there is none
     * @param untilOrNull the end, told in UTC and as the whole minute at or after it; null when nobody knows, and then nothing
     *        is filled in
     * @param retryAfterOrNull told in seconds ("1800 s"); null when nobody knows, and then nothing is filled in
     * @param now which decides whether the end needs a date
     * @return one line of at most {@value #MAX_LENGTH} characters; may be empty
     */
    public static String fill(String template, String reason, Instant untilOrNull, Duration retryAfterOrNull, Instant now) {
        if (template.isBlank()) {
            return line(reason);
        }
        // In one go: what is filled in is not looked at again.
        return line(PLACE.matcher(template).replaceAll(place -> Matcher.quoteReplacement(Placeholder.of(place.group(1))
                .map(placeholder -> switch (placeholder) {
                    case REASON -> reason;
                    case UNTIL -> untilOrNull == null ? "" : inWords(untilOrNull, now);
                    case RETRY_AFTER -> retryAfterOrNull == null ? "" : retryAfterOrNull.toSeconds() + " s";
                })
                .orElse(place.group()))));
    }

    /** What stands in braces and is no placeholder, with its braces and commas between them; empty when there is nothing. */
    public static String unknownPlaceholders(String template) {
        return PLACE.matcher(template).results().filter(place -> Placeholder.of(place.group(1)).isEmpty())
                .map(MatchResult::group).distinct().collect(Collectors.joining(", "));
    }

    /** What is wrong with words that are to be one line, as the rest of a sentence about them; empty when nothing is. */
    public static Optional<String> checkLine(String words) {
        if (words.codePointCount(0, words.length()) > MAX_LENGTH) {
            return Optional.of("must be at most " + MAX_LENGTH + " characters");
        }
        return words.codePoints().allMatch(Template::mayStandOnALine) ? Optional.empty()
                : Optional.of("must be one line, without control characters");
    }

    private static String inWords(Instant until, Instant now) {
        Instant minute = until.truncatedTo(ChronoUnit.MINUTES);
        // Whoever comes back then finds it open.
        ZonedDateTime end = (minute.equals(until) ? minute : minute.plus(1, ChronoUnit.MINUTES)).atZone(ZoneOffset.UTC);
        boolean today = end.toLocalDate().equals(now.atZone(ZoneOffset.UTC).toLocalDate());
        return end.format(today ? TODAY : ANOTHER_DAY);
    }

    private static String line(String words) {
        return words.codePoints().limit(MAX_LENGTH).map(character -> mayStandOnALine(character) ? character : ' ')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString().strip();
    }

    /** Clients show what they are sent on a terminal; half a surrogate pair cannot be sent at all. */
    private static boolean mayStandOnALine(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE -> false;
            default -> true;
        };
    }
}
