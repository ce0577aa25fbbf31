package io.drawbridge.ftp.session;

import io.drawbridge.ftp.storage.VirtualPath;

/**
 * The first half of a command of two lines; good until the next command other than NOOP, TYPE, PASV, EPSV, PORT and EPRT
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

    /**
     * @param first the first byte, from 0 on
     * @param last the last byte, not before the first
     */
    record Range(long first, long last) implements Pending {
    }

    /** Where a transfer is to begin, in bytes; 0 unless REST said otherwise. */
    default long offset() {
        return switch (this) {
            case RestartAt restart -> restart.offset();
            case Range range -> range.first();
            case RenameFrom rename -> 0;
            case Nothing nothing -> 0;
        };
    }

    /** The byte before which a transfer is to end; {@link Long#MAX_VALUE} unless RANG said otherwise. */
    default long end() {
        return switch (this) {
            case Range range -> range.last() + 1;
            case RestartAt restart -> Long.MAX_VALUE;
            case RenameFrom rename -> Long.MAX_VALUE;
            case Nothing nothing -> Long.MAX_VALUE;
        };
    }
}
