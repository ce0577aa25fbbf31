package io.drawbridge.ftp.storage;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.BooleanSupplier;

/** Removes what it visits, up to a number. What is the server's own stays, and so do the directories that it is in. */
final class TreeRemoval extends SimpleFileVisitor<Path> {
    private static final int ASK_EVERY = 100;

    private final int atMost;
    private final BooleanSupplier isWanted;
    private int removed;
    private Removal removal = Removal.WHOLE;

    TreeRemoval(int atMost, BooleanSupplier isWanted) {
        this.atMost = atMost;
        this.isWanted = isWanted;
    }

    Removal removal() {
        return removal;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        return file.getFileName().toString().startsWith(Home.RESERVED) ? FileVisitResult.CONTINUE : remove(file);
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, IOException problem) throws IOException {
        if (problem != null) {
            throw problem;
        }
        return remove(directory);
    }

    private FileVisitResult remove(Path place) throws IOException {
        if (removed == atMost) {
            removal = Removal.AS_MUCH_AS_ALLOWED;
            return FileVisitResult.TERMINATE;
        }
        if (removed % ASK_EVERY == 0 && !isWanted.getAsBoolean()) {
            removal = Removal.UNTIL_STOPPED;
            return FileVisitResult.TERMINATE;
        }
        Files.delete(place);
        removed++;
        return FileVisitResult.CONTINUE;
    }
}
