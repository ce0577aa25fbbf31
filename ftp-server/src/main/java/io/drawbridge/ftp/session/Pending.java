package io.drawbridge.ftp.session;

import io.drawbridge.ftp.storage.VirtualPath;

/**
 * The first half of a command of two lines; good until the next command other than NOOP, TYPE, PASV and EPSV
 * (RFC 959 §4.1.3, RFC 3659 §5).
 */
public sealed interface Pending {

    record Nothing() implements Pending {
    }

    record RenameFrom(VirtualPath path) implements Pending {
    }

    /** @param offset in bytes, not negative */
    record RestartAt(long offset) implements Pending {
    }

    /** Where a transfer is to begin, in bytes; 0 unless REST said otherwise. */
    default long offset() {
        return switch (this) {
            case RestartAt restart -> restart.offset();
            case RenameFrom rename -> 0;
            case Nothing nothing -> 0;
        };
    }
}
