package io.drawbridge.ftp.listing;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

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
}
