package io.drawbridge.ftp.listing;

import java.util.Locale;
import java.util.Optional;

import io.drawbridge.ftp.protocol.FtpTime;
import io.drawbridge.ftp.storage.Entry;

/** What MLST and MLSD can tell of an entry (RFC 3659 §7.5). */
public enum Fact {
    TYPE,
    SIZE,
    MODIFY,
    PERM,
    UNIQUE;

    /** As it is written in facts and in OPTS MLST. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @return empty when the entry has no such fact */
    Optional<String> of(Entry entry) {
        return switch (this) {
            case TYPE -> Optional.of(entry.directory() ? "dir" : "file");
            case SIZE -> entry.directory() ? Optional.empty() : Optional.of(Long.toString(entry.size()));
            case MODIFY -> Optional.of(FtpTime.of(entry.modified()));
            case PERM -> Optional.of(entry.directory() ? "cdeflmp" : "adfrw");
            case UNIQUE -> Optional.ofNullable(entry.unique());
        };
    }
}
