package io.drawbridge.ftp.storage;

import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.Set;

/**
 * A file or a directory. What is told of it is made of its attributes when it is asked for: of most entries a listing tells
 * less
 * than there is.
 *
 * @param name the last name of its path; empty for the root
 * @param attributes as they were read, links followed
 */
public record Entry(String name, PosixFileAttributes attributes) {
    private static final String DEVICE = "(dev=";
    private static final String NUMBER = ",ino=";
    private static final String END = ")";

    public boolean directory() {
        return attributes.isDirectory();
    }

    /** In bytes; 0 for a directory. */
    public long size() {
        return directory() ? 0 : attributes.size();
    }

    public Instant modified() {
        return attributes.lastModifiedTime().toInstant();
    }

    /** The same for the same file under any name (RFC 3659 §7.5.2); null when the file system cannot tell. */
    public String unique() {
        // On Unix a key reads "(dev=fe00,ino=4711)"; a fact of MLST has neither parentheses nor equals signs.
        String key = String.valueOf(attributes.fileKey());
        int number = key.indexOf(NUMBER);
        return number >= 0 && key.startsWith(DEVICE) && key.endsWith(END)
                ? key.substring(DEVICE.length(), number) + "-"
                        + key.substring(number + NUMBER.length(), key.length() - END.length())
                : null;
    }

    /** As the file system of this machine has them. */
    public Set<PosixFilePermission> permissions() {
        return attributes.permissions();
    }

    /** The same, under another name. */
    public Entry named(String other) {
        return new Entry(other, attributes);
    }
}
