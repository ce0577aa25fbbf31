package io.drawbridge.ftp.protocol;

import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Permissions as octal digits, as in SITE CHMOD and the fact UNIX.mode: {@code 0644}. */
public final class UnixMode {
    /** Without the digit for set-user-id and its like, which no client is to set. */
    private static final Pattern SYNTAX = Pattern.compile("0?[0-7]{3}");
    private static final int OCTAL = 8;
    private static final PosixFilePermission[] FROM_HIGHEST = { PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE,
            PosixFilePermission.OWNER_EXECUTE, PosixFilePermission.GROUP_READ, PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_EXECUTE, PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE };

    private UnixMode() {
    }

    public static String of(Set<PosixFilePermission> permissions) {
        int mode = bits(permissions);
        return new String(new char[] { '0', digit(mode, 6), digit(mode, 3), digit(mode, 0) });
    }

    private static char digit(int mode, int from) {
        return (char) ('0' + (mode >> from & OCTAL - 1));
    }

    /** As {@code chmod} has them: nine, {@code r} of the owner the highest. */
    public static int bits(Set<PosixFilePermission> permissions) {
        int mode = 0;
        for (PosixFilePermission permission : FROM_HIGHEST) {
            mode = mode << 1 | (permissions.contains(permission) ? 1 : 0);
        }
        return mode;
    }

    /** @return empty for what is not three octal digits, perhaps behind a 0 */
    public static Optional<Set<PosixFilePermission>> parse(String text) {
        if (!SYNTAX.matcher(text).matches()) {
            return Optional.empty();
        }
        int mode = Integer.parseInt(text, OCTAL);
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (int i = 0; i < FROM_HIGHEST.length; i++) {
            if ((mode >> FROM_HIGHEST.length - 1 - i & 1) == 1) {
                permissions.add(FROM_HIGHEST[i]);
            }
        }
        return Optional.of(permissions);
    }
}
