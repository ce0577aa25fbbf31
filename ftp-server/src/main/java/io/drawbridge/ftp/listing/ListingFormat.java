package io.drawbridge.ftp.listing;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;

import io.drawbridge.account.Permission;
import io.drawbridge.ftp.storage.Entry;

/** How an entry becomes one line of a listing, without its end. */
@FunctionalInterface
public interface ListingFormat {

    void write(Entry entry, Lines to);

    /** A line alone. */
    default String line(Entry entry) {
        Lines line = new Lines(entry.name().length() + 128);
        write(entry, line);
        return line.toString();
    }

    /**
     * The name alone: NLST, RFC 959 §4.1.3.
     *
     * @param before put before each name
     */
    static ListingFormat names(String before) {
        byte[] bytes = before.getBytes(StandardCharsets.UTF_8);
        return (entry, to) -> to.append(bytes).append(entry.name());
    }

    /**
     * As {@code ls -l} writes it, which is what clients read that know no MLSD. Times are UTC.
     *
     * @param now a file that is older than half a year, or newer than this, shows its year in place of the time
     */
    static ListingFormat unix(Instant now) {
        return new UnixFormat(now);
    }

    /**
     * Facts and name: MLST and MLSD, RFC 3659 §7.2.
     *
     * @param permissions of the account that asks
     */
    static ListingFormat machine(Set<Fact> facts, Set<Permission> permissions) {
        return new MachineFormat(facts, permissions);
    }
}
