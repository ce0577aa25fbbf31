package io.drawbridge.ftp.storage;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Hidden names of uploads that are not complete. They say which run of which node writes them, so that a node that was
 * killed can find and remove what it left.
 */
public final class UploadNames {
    private static final String END = ".part";

    private final String ofNode;
    private final String ofRun;
    private final AtomicLong last = new AtomicLong();

    /**
     * @param node the node's name
     * @param run another one each time the node starts
     */
    public UploadNames(String node, long run) {
        // Hexadecimal: a node's name may hold what a file name may not.
        this.ofNode = Home.RESERVED + Integer.toHexString(node.hashCode()) + "-";
        this.ofRun = ofNode + run + "-";
    }

    String next() {
        return ofRun + last.incrementAndGet() + END;
    }

    /**
     * Removes what earlier runs of this node left in a tree, reading all of it.
     *
     * @return how many files were removed
     */
    public int removeLeftovers(Path tree) throws IOException {
        int[] removed = { 0 };
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String name = file.getFileName().toString();
                if (name.startsWith(ofNode) && !name.startsWith(ofRun) && name.endsWith(END) && Files.deleteIfExists(file)) {
                    removed[0]++;
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException problem) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException problem) {
                return FileVisitResult.CONTINUE;
            }
        });
        return removed[0];
    }
}
