package io.drawbridge.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;

/**
 * PostgreSQL as a process beside this one, reachable on loopback only and with a password.
 *
 * <p>
 * In its folder: {@code data} (the database), {@code program} (PostgreSQL itself, unpacked), {@code password},
 * {@code lock} (held while a program uses the folder). What it has acknowledged survives {@code kill -9} of both
 * processes and a power failure: it runs with {@code fsync} and {@code synchronous_commit} on.
 */
public final class LocalPostgres implements AutoCloseable {
    private static final String USER = "postgres";
    private static final String DATABASE = "postgres";
    /** The major version of the binaries in the build. */
    private static final String VERSION = "18";
    /** Recovery after a crash is part of a start, and may take its time. */
    private static final Duration MAX_START = Duration.ofMinutes(1);
    private static final Duration MAX_STOP = Duration.ofSeconds(30);

    private final Path folder;
    private final boolean temporary;
    private final FileChannel lockFile;
    private final String password;
    private final EmbeddedPostgres server;

    private LocalPostgres(Path folder, boolean temporary, FileChannel lockFile, String password, EmbeddedPostgres server) {
        this.folder = folder;
        this.temporary = temporary;
        this.lockFile = lockFile;
        this.password = password;
        this.server = server;
    }

    /**
     * Starts the PostgreSQL of a folder, which is made when it is not there. One that an earlier program left running is
     * stopped first.
     *
     * @throws IOException in words for an operator: the folder cannot be written, is in use by another program, is of
     *         another version of PostgreSQL, or PostgreSQL did not start
     */
    public static LocalPostgres start(Path folder) throws IOException {
        return start(folder.toAbsolutePath().normalize(), false, DefaultPostgresBinaryResolver.INSTANCE);
    }

    /** Starts an empty PostgreSQL that leaves nothing behind when it is closed. */
    public static LocalPostgres temporary() throws IOException {
        return temporary(DefaultPostgresBinaryResolver.INSTANCE);
    }

    /** As {@link #temporary()}, of another version of PostgreSQL. */
    public static LocalPostgres temporary(PgBinaryResolver binaries) throws IOException {
        return start(Files.createTempDirectory("drawbridge-postgres"), true, binaries);
    }

    private static LocalPostgres start(Path folder, boolean temporary, PgBinaryResolver binaries) throws IOException {
        makePrivateFolder(folder);
        FileChannel lockFile = lock(folder);
        try {
            Path data = folder.resolve("data");
            Files.createDirectories(folder.resolve("program"));
            requireOwnVersion(data);
            stopLeftover(folder);
            String password = password(folder.resolve("password"));
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setPgBinaryResolver(binaries)
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setOverrideWorkingDirectory(folder.resolve("program").toFile())
                    .setRegisterShutdownHook(false)
                    .setPGStartupWait(MAX_START)
                    // Options of initdb; the last one of a name counts, and so the library's "trust" does not.
                    .setLocaleConfig("locale", "C")
                    .setLocaleConfig("auth", "scram-sha-256")
                    .setLocaleConfig("pwfile", folder.resolve("password").toString())
                    .setConnectConfig("password", password)
                    // The library's defaults are for tests: there a crash may lose what was committed.
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("max_connections", "100")
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .setServerConfig("unix_socket_directories", "")
                    // Without a collector its log would go through a pipe to us, and end when we do.
                    .setServerConfig("logging_collector", "on")
                    .setServerConfig("log_directory", "log")
                    .setServerConfig("log_filename", "postgresql-%a.log")
                    .setServerConfig("log_truncate_on_rotation", "on")
                    .start();
            return new LocalPostgres(folder, temporary, lockFile, password, server);
        } catch (IOException | RuntimeException e) {
            lockFile.close();
            throw new IOException("PostgreSQL did not start in " + folder + ": " + reason(e), e);
        }
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + DATABASE;
    }

    public String user() {
        return USER;
    }

    public String password() {
        return password;
    }

    /** Stops it; running statements are cancelled. The data stays, unless it is temporary. */
    @Override
    public void close() throws IOException {
        try (lockFile) {
            server.close();
        }
        if (temporary) {
            delete(folder);
        }
    }

    private static void makePrivateFolder(Path folder) throws IOException {
        try {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new IOException("the folder " + folder + " cannot be written: " + reason(e), e);
        }
    }

    private static FileChannel lock(Path folder) throws IOException {
        FileChannel file;
        try {
            file = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new IOException("the folder " + folder + " cannot be written: " + reason(e), e);
        }
        FileLock lock;
        try {
            lock = file.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            file.close();
            throw new IOException("the folder " + folder + " is in use by another program that is running");
        }
        return file;
    }

    private static String password(Path file) throws IOException {
        if (!Files.exists(file)) {
            byte[] bytes = new byte[24];
            new SecureRandom().nextBytes(bytes);
            Path half = Files.createTempFile(file.getParent(), "password", null,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(half, HexFormat.of().formatHex(bytes));
            Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return Files.readString(file);
    }

    private static void requireOwnVersion(Path data) throws IOException {
        Path file = data.resolve("PG_VERSION");
        if (Files.exists(file)) {
            String version = Files.readString(file).strip();
            if (!version.equals(VERSION)) {
                throw new IOException("the data is of PostgreSQL " + version + ", and this program brings " + VERSION
                        + ": dump it with the old one and restore it");
            }
        }
    }

    /** After a kill of our process PostgreSQL runs on without us. We hold the lock, so it is nobody's. */
    private static void stopLeftover(Path folder) throws IOException {
        Path pidFile = folder.resolve("data").resolve("postmaster.pid");
        Optional<ProcessHandle> leftover = leftover(pidFile, folder.resolve("program").toRealPath());
        if (leftover.isEmpty()) {
            return;
        }
        try {
            // SIGINT is PostgreSQL's "fast" shutdown; Java itself can only send SIGTERM, which waits for clients.
            new ProcessBuilder("kill", "-INT", Long.toString(leftover.get().pid())).start().waitFor();
            awaitEnd(leftover.get(), pidFile);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    /** It is not our child: until whoever inherited it takes note of its end, the system still lists it. */
    private static void awaitEnd(ProcessHandle leftover, Path pidFile)
            throws IOException, InterruptedException, ExecutionException {
        long deadline = System.nanoTime() + MAX_STOP.toNanos();
        while (Files.exists(pidFile)) {
            try {
                leftover.onExit().get(50, TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                if (System.nanoTime() > deadline) {
                    throw new IOException(
                            "the PostgreSQL that was left running (process " + leftover.pid() + ") does not stop");
                }
            }
        }
    }

    /** @return empty when what the file names has ended, or is some other process that has its number now */
    private static Optional<ProcessHandle> leftover(Path pidFile, Path program) throws IOException {
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        Optional<ProcessHandle> process;
        try {
            process = ProcessHandle.of(Long.parseLong(Files.readString(pidFile).lines().findFirst().orElse("").strip()));
        } catch (NumberFormatException e) {
            // Cut short by a power failure: what it was about has ended with the power.
            return Optional.empty();
        }
        Optional<Path> command = process.flatMap(running -> running.info().command()).map(Path::of);
        if (command.isPresent() && !command.get().startsWith(program)) {
            // PostgreSQL would take it for another PostgreSQL and not start.
            Files.delete(pidFile);
            return Optional.empty();
        }
        return process;
    }

    /** The messages of file systems' exceptions are only a path. */
    private static String reason(Throwable e) {
        return e.getMessage() == null || e instanceof FileSystemException ? e.toString() : e.getMessage();
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
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
