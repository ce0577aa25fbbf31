package io.drawbridge.ftp.storage;

import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.Set;

/**
 * A file or a directory.
 *
 * @param name the last name of its path; empty for the root
 * @param size in bytes; 0 for a directory
 * @param unique the same for the same file under any name (RFC 3659 §7.5.2); null when the file system cannot tell
 * @param permissions as the file system of this machine has them
 */
public record Entry(String name, boolean directory, long size, Instant modified, String unique,
        Set<PosixFilePermission> permissions) {

    public Entry {
        permissions = Set.copyOf(permissions);
    }

    /** The same, under another name. */
    public Entry named(String other) {
        return new Entry(other, directory, size, modified, unique, permissions);
    }
}
