package io.drawbridge.ftp.storage;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Why something could not be done to a file. Carries no path of the server's own. */
public final class StorageException extends IOException {
    private static final long serialVersionUID = 1;

    /** What kind of failure; each has its reply. */
    public enum Kind {
        NOT_FOUND,
        DENIED,
        EXISTS,
        NOT_A_FILE,
        NOT_A_DIRECTORY,
        NOT_EMPTY,
        /** The name is too long for the file system, not encodable, or kept for the server's own use. */
        NAME_NOT_ALLOWED,
        /** An upload goes on in it. */
        BUSY,
        /** It ends before the place where an upload is to go on. */
        TOO_SHORT,
        /** The disk. */
        FULL,
        /** What the operating system allows this server or one file to hold. */
        QUOTA,
        /** The disk or the network file system failed. */
        FAILED
    }

    private final Kind kind;

    public StorageException(Kind kind) {
        this(kind, null);
    }

    private StorageException(Kind kind, IOException cause) {
        super(kind.name(), cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** Says what an exception of {@code java.nio.file} means. */
    public static StorageException of(IOException e) {
        return switch (e) {
            case StorageException known -> known;
            case NoSuchFileException missing -> new StorageException(Kind.NOT_FOUND, e);
            case AccessDeniedException denied -> new StorageException(Kind.DENIED, e);
            case FileAlreadyExistsException exists -> new StorageException(Kind.EXISTS, e);
            case DirectoryNotEmptyException notEmpty -> new StorageException(Kind.NOT_EMPTY, e);
            case NotDirectoryException notDirectory -> new StorageException(Kind.NOT_A_DIRECTORY, e);
            case FileSystemException other -> new StorageException(ofReason(other.getReason()), e);
            default -> new StorageException(ofReason(e.getMessage()), e);
        };
    }

    /** The JDK has no class of its own for these; the words are the C library's. */
    private static Kind ofReason(String reason) {
        return switch (reason) {
            case null -> Kind.FAILED;
            case "No space left on device" -> Kind.FULL;
            case "Disk quota exceeded", "File too large" -> Kind.QUOTA;
            case "File name too long", "Invalid argument", "Invalid or incomplete multibyte or wide character" ->
                Kind.NAME_NOT_ALLOWED;
            case "Not a directory" -> Kind.NOT_FOUND;
            // Links that lead to each other. These words are the JDK's.
            case "Too many levels of symbolic links or unable to access attributes of symbolic link" -> Kind.NOT_FOUND;
            case "Is a directory" -> Kind.NOT_A_FILE;
            case "Directory not empty" -> Kind.NOT_EMPTY;
            case "Read-only file system", "Operation not permitted" -> Kind.DENIED;
            default -> Kind.FAILED;
        };
    }
}
