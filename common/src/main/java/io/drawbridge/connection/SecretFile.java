package io.drawbridge.connection;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import org.jboss.logging.Logger;

import io.drawbridge.program.StartFailure;

/** A file with one secret in it, which someone else may replace at any time. */
final class SecretFile {
    private static final Logger LOG = Logger.getLogger(SecretFile.class);

    private final Path path;
    private volatile String lastRead;

    SecretFile(Path path) {
        this.path = path;
    }

    /**
     * What it holds now, without the end of the line. Whoever replaces it may remove or empty it for a moment: then what it
     * held before.
     *
     * @throws StartFailure when it has never been readable
     */
    String read() {
        try {
            String secret = Files.readString(path).replaceFirst("[\\r\\n]+\\z", "");
            if (secret.isEmpty()) {
                throw new IOException("it is empty");
            }
            lastRead = secret;
        } catch (IOException e) {
            if (lastRead == null) {
                throw new StartFailure("the file " + path + " cannot be read: " + reason(e), e);
            }
            LOG.warnf("the file %s cannot be read, what it held before is used: %s", path, reason(e));
        }
        return lastRead;
    }

    /** The messages of file systems' exceptions are only a path. */
    private static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> "it is not there";
            case AccessDeniedException denied -> "permission denied";
            default -> e.getMessage();
        };
    }
}
