package io.drawbridge.ftp.listing;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

import io.drawbridge.ftp.protocol.FtpTime;
import io.drawbridge.ftp.protocol.UnixMode;
import io.drawbridge.ftp.storage.Entry;

/** What MLST and MLSD can tell of an entry (RFC 3659 §7.5). */
public enum Fact {
    TYPE,
    SIZE,
    MODIFY,
    PERM,
    UNIQUE,
    UNIX_MODE;

    /** As it is written in facts and in OPTS MLST. */
    public String word() {
        return this == UNIX_MODE ? "UNIX.mode" : name().toLowerCase(Locale.ROOT);
    }

    /** @param word in any case (RFC 3659 §7.5) */
    public static Optional<Fact> of(String word) {
        return Stream.of(values()).filter(fact -> fact.word().equalsIgnoreCase(word)).findFirst();
    }

    /** @return empty when the entry has no such fact */
    Optional<String> of(Entry entry) {
        return switch (this) {
            case TYPE -> Optional.of(entry.directory() ? "dir" : "file");
            case SIZE -> entry.directory() ? Optional.empty() : Optional.of(Long.toString(entry.size()));
            case MODIFY -> Optional.of(FtpTime.of(entry.modified()));
            case PERM -> Optional.of(permissions(entry));
            case UNIQUE -> Optional.ofNullable(entry.unique());
            case UNIX_MODE -> Optional.of(UnixMode.of(entry.permissions()));
        };
    }

    /** The home itself, which only MLST shows, is neither removed nor renamed. */
    private static String permissions(Entry entry) {
        if (!entry.directory()) {
            return "adfrw";
        }
        return entry.name().equals("/") ? "celmp" : "cdeflmp";
    }
}
