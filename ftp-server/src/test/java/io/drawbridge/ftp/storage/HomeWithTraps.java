package io.drawbridge.ftp.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;

/**
 * A home with links that lead out of it, nowhere and to themselves, and beside it what nobody may reach. Clients cannot make
 * links; operators can.
 */
public final class HomeWithTraps implements AutoCloseable {
    /** What stands in the file outside. */
    public static final String SECRET = "of others";
    /** Where there is one: a disk would take most of a test's time. */
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2001-02-03T04:05:06Z"));

    private final Path folder;
    private final Path outside;
    private final Path secret;
    private final Path root;
    private final Home home;

    public HomeWithTraps() throws IOException {
        folder = Files.isWritable(MEMORY) ? Files.createTempDirectory(MEMORY, "drawbridge-test")
                : Files.createTempDirectory("drawbridge-test");
        outside = Files.createDirectory(folder.resolve("outside"));
        secret = Files.writeString(outside.resolve("secret"), SECRET);
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r-----"));
        Files.setLastModifiedTime(secret, LONG_AGO);
        Files.setLastModifiedTime(outside, LONG_AGO);
        root = folder.resolve("home");
        furnish();
        home = new Home(root, new UploadNames("node-under-test", 1), false);
    }

    public Home home() {
        return home;
    }

    private void furnish() throws IOException {
        Path deep = Files.createDirectories(root.resolve("dir/deep"));
        Files.writeString(root.resolve("file"), "content");
        Files.writeString(deep.resolve("part 1"), "1");
        Files.writeString(root.resolve("-la"), "");
        Files.writeString(root.resolve("say \"hi\""), "");
        Files.createSymbolicLink(root.resolve("in"), deep);
        Files.createSymbolicLink(root.resolve("out"), outside);
        Files.createSymbolicLink(deep.resolve("up"), Path.of("../../../outside"));
        Files.createSymbolicLink(root.resolve("secret"), secret);
        Files.createSymbolicLink(root.resolve("nowhere"), outside.resolve("new"));
        Files.createSymbolicLink(root.resolve("loop"), root.resolve("loop"));
    }

    /** The home as it was at the beginning. */
    public void furnishAgain() throws IOException {
        remove(root);
        furnish();
    }

    /** Whether an entry tells of what is outside. */
    public boolean isOfOthers(Entry entry) throws StorageException {
        return entry.unique().equals(unique(secret)) || entry.unique().equals(unique(outside));
    }

    private static String unique(Path path) throws StorageException {
        Path directory = path.getParent();
        return new Home(directory, new UploadNames("other", 1), false)
                .entry(VirtualPath.ROOT.resolve(path.getFileName().toString())).unique();
    }

    /** Nothing outside the home was made, changed or removed. */
    public void checkOutside() throws IOException {
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("home", "outside");
        assertThat(outside.toFile().list()).containsExactly("secret");
        assertThat(secret).hasContent(SECRET);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret))).isEqualTo("rw-r-----");
        assertThat(Files.getLastModifiedTime(secret)).isEqualTo(LONG_AGO);
        assertThat(Files.getLastModifiedTime(outside)).isEqualTo(LONG_AGO);
    }

    @Override
    public void close() throws IOException {
        remove(folder);
    }

    private static void remove(Path tree) throws IOException {
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path locked, IOException problem) throws IOException {
                // Its permissions were taken away, and this test is not run by root.
                Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("rwx------"));
                remove(locked);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException problem) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
