package io.drawbridge.ftp.protocol;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as MDTM and MLST show them: UTC, {@code YYYYMMDDHHMMSS} with milliseconds (RFC 3659 §2.3). */
public final class FtpTime {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("uuuuMMddHHmmss.SSS").withZone(ZoneOffset.UTC);
    private static final Pattern SYNTAX = Pattern.compile("(\\d{14})(?:\\.(\\d{1,9}))?");
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuuMMddHHmmss")
            .withResolverStyle(ResolverStyle.STRICT);

    private FtpTime() {
    }

    public static String of(Instant time) {
        return FORMAT.format(time);
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
