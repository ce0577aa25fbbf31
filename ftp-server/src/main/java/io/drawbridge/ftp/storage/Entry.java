package io.drawbridge.ftp.storage;

import java.time.Instant;

/**
 * A file or a directory.
 *
 * @param name the last name of its path; empty for the root
 * @param size in bytes; 0 for a directory
 * @param unique the same for the same file under any name (RFC 3659 §7.5.2); null when the file system cannot tell
 */
public record Entry(String name, boolean directory, long size, Instant modified, String unique) {

    /** The same, under another name. */
    public Entry named(String other) {
        return new Entry(other, directory, size, modified, unique);
    }
}
