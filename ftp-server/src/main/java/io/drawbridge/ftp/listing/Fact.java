package io.drawbridge.ftp.listing;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import io.drawbridge.account.Permission;
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

    /**
     * @param permissions of the account that asks
     * @return empty when the entry has no such fact
     */
    Optional<String> of(Entry entry, Set<Permission> permissions) {
        return switch (this) {
            case TYPE -> Optional.of(entry.directory() ? "dir" : "file");
            case SIZE -> entry.directory() ? Optional.empty() : Optional.of(Long.toString(entry.size()));
            case MODIFY -> Optional.of(FtpTime.of(entry.modified()));
            case PERM -> Optional.of(perm(entry, permissions));
            case UNIQUE -> Optional.ofNullable(entry.unique());
            case UNIX_MODE -> Optional.of(UnixMode.of(entry.permissions()));
        };
    }

    /** RFC 3659 §7.5.5. The home itself, which only MLST shows, is neither removed nor renamed. */
    private static String perm(Entry entry, Set<Permission> permissions) {
        boolean changes = permissions.containsAll(Set.of(Permission.UPLOAD, Permission.OVERWRITE));
        boolean deletes = permissions.contains(Permission.DELETE);
        boolean renames = permissions.contains(Permission.RENAME);
        if (!entry.directory()) {
            return letter('a', changes) + letter('d', deletes) + letter('f', renames)
                    + letter('r', permissions.contains(Permission.DOWNLOAD)) + letter('w', changes);
        }
        boolean home = entry.name().equals("/");
        return letter('c', permissions.contains(Permission.UPLOAD)) + letter('d', deletes && !home) + "e"
                + letter('f', renames && !home) + letter('l', permissions.contains(Permission.LIST))
                + letter('m', permissions.contains(Permission.MAKE_DIRECTORY)) + letter('p', deletes);
    }

    private static String letter(char letter, boolean holds) {
        return holds ? String.valueOf(letter) : "";
    }
}
