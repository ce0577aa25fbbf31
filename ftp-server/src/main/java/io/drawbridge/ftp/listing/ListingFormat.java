package io.drawbridge.ftp.listing;

import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;

import io.drawbridge.account.Permission;
import io.drawbridge.ftp.storage.Entry;

/** How an entry becomes one line of a listing, without its end. */
@FunctionalInterface
public interface ListingFormat {

    String line(Entry entry);

    /**
     * The name alone: NLST, RFC 959 §4.1.3.
     *
     * @param before put before each name
     */
    static ListingFormat names(String before) {
        return entry -> before + entry.name();
    }

    /**
     * As {@code ls -l} writes it, which is what clients read that know no MLSD. Times are UTC.
     *
     * @param now a file that is older than half a year, or newer than this, shows its year in place of the time
     */
    static ListingFormat unix(Instant now) {
        DateTimeFormatter withTime = DateTimeFormatter.ofPattern("MMM dd HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);
        DateTimeFormatter withYear = DateTimeFormatter.ofPattern("MMM dd  uuuu", Locale.ENGLISH).withZone(ZoneOffset.UTC);
        Instant oldest = now.minus(Duration.ofDays(182));
        Instant newest = now.plus(Duration.ofMinutes(1));
        return entry -> {
            boolean recent = entry.modified().isAfter(oldest) && entry.modified().isBefore(newest);
            return String.format(Locale.ROOT, "%s 1 ftp      ftp      %12d %s %s",
                    (entry.directory() ? "d" : "-") + PosixFilePermissions.toString(entry.permissions()), entry.size(),
                    (recent ? withTime : withYear).format(entry.modified()), entry.name());
        };
    }

    /**
     * Facts and name: MLST and MLSD, RFC 3659 §7.2.
     *
     * @param permissions of the account that asks
     */
    static ListingFormat machine(Set<Fact> facts, Set<Permission> permissions) {
        return entry -> {
            StringBuilder line = new StringBuilder();
            for (Fact fact : facts) {
                fact.of(entry, permissions).ifPresent(value -> line.append(fact.word()).append('=').append(value).append(';'));
            }
            return line.append(' ').append(entry.name()).toString();
        };
    }
}
