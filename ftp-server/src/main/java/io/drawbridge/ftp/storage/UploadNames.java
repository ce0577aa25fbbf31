package io.drawbridge.ftp.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Hidden names of uploads that are not complete, and which of them are running here. They say which run of which node writes
 * them, so that a node that was
 * killed can find and remove what it left.
 */
public final class UploadNames {
    private static final String END = ".part";
    private static final String MARK = "running";
    private static final int DIGEST_BYTES = 8;

    private final String ofNode;
    private final String ofRun;
    private final AtomicLong last = new AtomicLong();
    private final Set<Path> running = ConcurrentHashMap.newKeySet();

    /**
     * @param node the node's name
     * @param run another one each time the node starts
     */
    public UploadNames(String node, long run) {
        this.ofNode = Home.RESERVED + digest(node) + "-";
        this.ofRun = ofNode + run + "-";
    }

    /** A node's name may hold what a file name may not. */
    private static String digest(String node) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(node.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Marks in the tree that this run may leave something there.
     *
     * @return whether an earlier run of this node has not removed its mark, because it was killed
     */
    public boolean mark(Path tree) throws IOException {
        try {
            Files.createFile(tree.resolve(ofNode + MARK));
            return false;
        } catch (FileAlreadyExistsException e) {
            return true;
        }
    }

    /** This run ends in good order, and has left nothing. */
    public void unmark(Path tree) throws IOException {
        Files.deleteIfExists(tree.resolve(ofNode + MARK));
    }

    /** @return a new name in a directory, which is busy from now until {@link #end} */
    String begin(Path directory) {
        String name = ofRun + last.incrementAndGet() + END;
        running.add(directory.resolve(name));
        return name;
    }

    void end(Path part) {
        running.remove(part);
    }

    /** Whether an upload of this node goes on in or below a directory. */
    boolean isBusy(Path directory) {
        return running.stream().anyMatch(part -> part.startsWith(directory));
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
