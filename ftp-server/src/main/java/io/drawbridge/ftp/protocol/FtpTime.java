package io.drawbridge.ftp.protocol;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as MDTM and MLST show them: UTC, {@code YYYYMMDDHHMMSS} with milliseconds (RFC 3659 §2.3). */
public final class FtpTime {
    /** Of a written time, in bytes; one of the next millennia has 18. */
    public static final int MAX_LENGTH = 32;

    private static final int SECONDS_OF_DAY = 24 * 60 * 60;
    private static final int LAST_OF_FOUR_DIGITS = 9999;
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("uuuuMMddHHmmss.SSS").withZone(ZoneOffset.UTC);
    private static final Pattern SYNTAX = Pattern.compile("(\\d{14})(?:\\.(\\d{1,9}))?");
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuuMMddHHmmss")
            .withResolverStyle(ResolverStyle.STRICT);

    private FtpTime() {
    }

    public static String of(Instant time) {
        byte[] text = new byte[MAX_LENGTH];
        return new String(text, 0, write(time, text, 0), StandardCharsets.US_ASCII);
    }

    /**
     * Writes what {@link #of} would say into at most {@link #MAX_LENGTH} bytes.
     *
     * @param at where it begins
     * @return where it ends
     */
    public static int write(Instant time, byte[] to, int at) {
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(time.getEpochSecond(), SECONDS_OF_DAY));
        if (date.getYear() < 0 || date.getYear() > LAST_OF_FOUR_DIGITS) {
            byte[] text = FORMAT.format(time).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(text, 0, to, at, text.length);
            return at + text.length;
        }
        int second = Math.floorMod(time.getEpochSecond(), SECONDS_OF_DAY);
        int end = digits(date.getYear(), 4, to, at);
        end = digits(date.getMonthValue(), 2, to, end);
        end = digits(date.getDayOfMonth(), 2, to, end);
        end = digits(second / 3600, 2, to, end);
        end = digits(second / 60 % 60, 2, to, end);
        end = digits(second % 60, 2, to, end);
        to[end] = '.';
        return digits(time.getNano() / 1_000_000, 3, to, end + 1);
    }

    private static int digits(int number, int count, byte[] to, int at) {
        int rest = number;
        for (int i = at + count - 1; i >= at; i--) {
            to[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return at + count;
    }

    /** @return empty for what is no time, or no day of the calendar */
    public static Optional<Instant> parse(String text) {
        Matcher matcher = SYNTAX.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            Instant seconds = LocalDateTime.parse(matcher.group(1), SECONDS).toInstant(ZoneOffset.UTC);
            String fraction = matcher.group(2) == null ? "" : matcher.group(2);
            return Optional.of(seconds.plusNanos(Long.parseLong((fraction + "000000000").substring(0, 9))));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
