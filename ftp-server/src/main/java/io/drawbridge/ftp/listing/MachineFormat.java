package io.drawbridge.ftp.listing;

import java.nio.charset.StandardCharsets;
import java.util.Set;

import io.drawbridge.account.Permission;
import io.drawbridge.ftp.protocol.UnixMode;
import io.drawbridge.ftp.storage.Entry;

/** Facts and name (RFC 3659 §7.2). */
final class MachineFormat implements ListingFormat {
    private static final byte[] DIRECTORY = ascii("dir");
    private static final byte[] FILE = ascii("file");

    /** In the order in which they are told. */
    private final Fact[] facts;
    /** For each of them what comes before its value. */
    private final byte[][] before;
    private final byte[] permOfFile;
    private final byte[] permOfDirectory;
    private final byte[] permOfHome;

    MachineFormat(Set<Fact> facts, Set<Permission> permissions) {
        this.facts = facts.toArray(new Fact[0]);
        before = new byte[this.facts.length][];
        for (int i = 0; i < before.length; i++) {
            before[i] = ascii(this.facts[i].word() + "=");
        }
        permOfFile = ascii(ofFile(permissions));
        permOfDirectory = ascii(ofDirectory(permissions, false));
        permOfHome = ascii(ofDirectory(permissions, true));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void write(Entry entry, Lines to) {
        for (int i = 0; i < facts.length; i++) {
            fact(facts[i], before[i], entry, to);
        }
        to.append(' ').append(entry.name());
    }

    private void fact(Fact fact, byte[] key, Entry entry, Lines to) {
        switch (fact) {
            case TYPE -> to.append(key).append(entry.directory() ? DIRECTORY : FILE).append(';');
            case SIZE -> {
                if (!entry.directory()) {
                    to.append(key).append(entry.size(), 1).append(';');
                }
            }
            case MODIFY -> to.append(key).append(entry.modified()).append(';');
            case PERM -> to.append(key).append(perm(entry)).append(';');
            case UNIQUE -> {
                String unique = entry.unique();
                if (unique != null) {
                    to.append(key).append(unique).append(';');
                }
            }
            case UNIX_MODE -> to.append(key).append(UnixMode.of(entry.permissions())).append(';');
        }
    }

    /** RFC 3659 §7.5.5. The home itself, which only MLST shows, is neither removed nor renamed. */
    private byte[] perm(Entry entry) {
        if (!entry.directory()) {
            return permOfFile;
        }
        return entry.name().equals("/") ? permOfHome : permOfDirectory;
    }

    private static String ofFile(Set<Permission> permissions) {
        boolean changes = permissions.contains(Permission.UPLOAD) && permissions.contains(Permission.OVERWRITE);
        return letter('a', changes) + letter('d', permissions.contains(Permission.DELETE))
                + letter('f', permissions.contains(Permission.RENAME)) + letter('r', permissions.contains(Permission.DOWNLOAD))
                + letter('w', changes);
    }

    private static String ofDirectory(Set<Permission> permissions, boolean home) {
        boolean deletes = permissions.contains(Permission.DELETE);
        return letter('c', permissions.contains(Permission.UPLOAD)) + letter('d', deletes && !home) + "e"
                + letter('f', permissions.contains(Permission.RENAME) && !home)
                + letter('l', permissions.contains(Permission.LIST))
                + letter('m', permissions.contains(Permission.MAKE_DIRECTORY))
                + letter('p', deletes);
    }

    private static String letter(char letter, boolean holds) {
        return holds ? String.valueOf(letter) : "";
    }
}
