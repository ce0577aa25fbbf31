package io.drawbridge.ftp.listing;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import io.drawbridge.ftp.protocol.UnixMode;
import io.drawbridge.ftp.storage.Entry;

/** As {@code ls -l} writes it. */
final class UnixFormat implements ListingFormat {
    private static final int SECONDS_OF_DAY = 24 * 60 * 60;
    private static final int LAST_OF_FOUR_DIGITS = 9999;
    private static final int SIZE_WIDTH = 12;
    private static final byte[] LINKS_AND_OWNERS = " 1 ftp      ftp      ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LETTERS = "rwxrwxrwx".getBytes(StandardCharsets.US_ASCII);
    private static final byte[][] MONTHS = months();
    /** For years that need more than four digits. */
    private static final DateTimeFormatter WITH_YEAR = DateTimeFormatter.ofPattern("MMM dd  uuuu", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Instant oldest;
    private final Instant newest;

    UnixFormat(Instant now) {
        oldest = now.minus(Duration.ofDays(182));
        newest = now.plus(Duration.ofMinutes(1));
    }

    private static byte[][] months() {
        String[] names = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
        byte[][] months = new byte[names.length][];
        for (int i = 0; i < names.length; i++) {
            months[i] = names[i].getBytes(StandardCharsets.US_ASCII);
        }
        return months;
    }

    @Override
    public void write(Entry entry, Lines to) {
        to.append(entry.directory() ? 'd' : '-');
        int mode = UnixMode.bits(entry.permissions());
        for (int i = 0; i < LETTERS.length; i++) {
            to.append((mode >> LETTERS.length - 1 - i & 1) == 1 ? (char) LETTERS[i] : '-');
        }
        to.append(LINKS_AND_OWNERS).append(entry.size(), SIZE_WIDTH).append(' ');
        time(entry.modified(), to);
        to.append(' ').append(entry.name());
    }

    private void time(Instant modified, Lines to) {
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(modified.getEpochSecond(), SECONDS_OF_DAY));
        boolean recent = modified.isAfter(oldest) && modified.isBefore(newest);
        if (!recent && (date.getYear() < 0 || date.getYear() > LAST_OF_FOUR_DIGITS)) {
            to.append(WITH_YEAR.format(modified));
            return;
        }
        to.append(MONTHS[date.getMonthValue() - 1]).append(' ').appendDigits(date.getDayOfMonth(), 2).append(' ');
        if (recent) {
            int minute = Math.floorMod(modified.getEpochSecond(), SECONDS_OF_DAY) / 60;
            to.appendDigits(minute / 60, 2).append(':').appendDigits(minute % 60, 2);
        } else {
            to.append(' ').appendDigits(date.getYear(), 4);
        }
    }
}
