package io.drawbridge.ftp.accesslog;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.drawbridge.ftp.config.AccessLogFormat;
import io.drawbridge.ftp.config.FtpConfig;
import io.drawbridge.program.StartFailure;

/**
 * The lines of the access log on their way to a file or to standard output. Whoever tells never waits: a thread of its own
 * writes. When the disk is slower than clients are for long, lines are lost, and the log says how many. Whoever moves the file
 * away, as logrotate does, finds a new one in its place with the next line.
 */
@Singleton
public final class AccessLog {
    /** Some megabytes. */
    private static final int MAX_WAITING = 10_000;
    private static final long PAUSE_MILLIS = 100;
    private static final Logger LOG = Logger.getLogger(AccessLog.class);

    private final AccessLogFormat format;
    /** How long the end of the program waits for it. */
    private static final Duration LAST_LINES = Duration.ofSeconds(2);
    private static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(1);

    private final Optional<Path> file;
    private final BlockingQueue<Access> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final AtomicLong lost = new AtomicLong();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread = new Thread(this::writeUntilStopped, "access-log");
    private volatile boolean begun;
    private String node;
    private OutputStream out;
    /** Which file is written, whatever its name is by now. Null for standard output. */
    private Object fileKey;
    /** By System.nanoTime(). */
    private long toldAt = System.nanoTime() - BETWEEN_WARNINGS.toNanos();

    public AccessLog(FtpConfig config) {
        this.format = config.accessLog();
        this.file = config.accessLogFile();
    }

    /**
     * @param node whose log it is
     * @throws StartFailure when the file cannot be written
     */
    public void start(String node) {
        if (format == AccessLogFormat.OFF) {
            return;
        }
        this.node = node;
        try {
            open();
        } catch (IOException e) {
            throw new StartFailure("cannot write the access log " + file.orElseThrow()
                    + " (drawbridge.ftp.access-log-file): " + e, e);
        }
        thread.setDaemon(true);
        thread.start();
        begun = true;
    }

    private void open() throws IOException {
        if (file.isEmpty()) {
            // That of the log, too.
            out = System.out;
            return;
        }
        OutputStream opened = Files.newOutputStream(file.get(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        fileKey = key();
        if (out != null) {
            out.close();
        }
        out = opened;
    }

    private Object key() throws IOException {
        return Files.readAttributes(file.orElseThrow(), BasicFileAttributes.class).fileKey();
    }

    private boolean isMoved() throws IOException {
        try {
            return file.isPresent() && !key().equals(fileKey);
        } catch (NoSuchFileException e) {
            return true;
        }
    }

    /** Any thread; does not block. */
    public void tell(Access access) {
        boolean wanted = begun && (format == AccessLogFormat.JSON || access.isInXferlog());
        if (wanted && !waiting.offer(access)) {
            lost.incrementAndGet();
        }
    }

    /** Blocks until what was told has been written, cannot be, or takes too long. */
    public void stop() {
        stopped.countDown();
        if (begun) {
            begun = false;
            try {
                if (!thread.join(LAST_LINES)) {
                    LOG.warnf("node=%s %d lines of the access log are lost: it cannot be written fast enough", node,
                            waiting.size());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void writeUntilStopped() {
        try {
            while (stopped.getCount() > 0) {
                Access next = waiting.poll(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
                if (next != null) {
                    write(next);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Access next = waiting.poll(); next != null; next = waiting.poll()) {
            write(next);
        }
    }

    private void tellOfLost() {
        if (lost.get() > 0 && System.nanoTime() - toldAt > BETWEEN_WARNINGS.toNanos()) {
            toldAt = System.nanoTime();
            LOG.warnf("node=%s %d lines of the access log are lost", node, lost.getAndSet(0));
        }
    }

    private void write(Access access) {
        String line = switch (format) {
            case OFF -> throw new IllegalStateException("the access log is off");
            case XFERLOG -> access.xferlog(ZoneId.systemDefault());
            case JSON -> access.json(node);
        };
        try {
            if (isMoved()) {
                open();
            }
            // In one piece, as the log writes its own to the same stream.
            out.write((line + '\n').getBytes(StandardCharsets.UTF_8));
            out.flush();
            tellOfLost();
        } catch (IOException e) {
            if (lost.getAndIncrement() == 0) {
                LOG.errorf("node=%s the access log cannot be written: %s", node, e);
            }
        }
    }
}
