package io.drawbridge.ftp.data;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;

import org.jboss.logging.Logger;

import io.drawbridge.ftp.tls.TlsContext;

/**
 * One transfer over one data connection: waits for it, does its work on a virtual thread of its own, or, when it only
 * {@link Sending sends} what is there, on the event loop; and tells once how it ended. It owns the endpoint and what its work
 * uses, and closes both.
 */
public final class Transfer {

    /** What is transferred. */
    public enum Kind {
        DOWNLOAD,
        UPLOAD,
        LISTING
    }

    /** What is to be done over the connection. */
    @FunctionalInterface
    public interface Work {
        /**
         * @param transfer to be told before what cannot be undone: {@link Transfer#beginCompletion()}
         * @throws IOException of the connection or of the storage
         */
        void over(DataConnection connection, Transfer transfer) throws IOException;
    }

    /** How a transfer ended. */
    public sealed interface Outcome {
        record Complete() implements Outcome {
        }

        /** There was no data connection in time. */
        record NotConnected() implements Outcome {
        }

        /** Client and server could not agree on TLS. */
        record NotProtected(String words) implements Outcome {
        }

        /** It was told to stop. */
        record Aborted(AbortCause cause) implements Outcome {
        }

        record Failed(IOException cause) implements Outcome {
        }
    }

    /** Who stopped a transfer before its end. */
    public enum AbortCause {
        /** ABOR. */
        CLIENT,
        /** The control connection ended (RFC 959 §3.2). */
        CONTROL_CONNECTION_CLOSED,
        /** No byte moved for too long. */
        STALLED,
        /** The server ends the session: an administrator asked for it, or it stops. */
        SERVER
    }

    private sealed interface Phase {
        record Running() implements Phase {
        }

        /** Past the point where it can be stopped. */
        record Completing() implements Phase {
        }

        record Stopped(AbortCause cause) implements Phase {
        }
    }

    /** The same work in MODE Z: all that it sends is deflated, all that it reads is inflated. */
    public static Work deflated(Work work) {
        return (connection, transfer) -> {
            Deflation deflation = connection.deflate();
            try (deflation) {
                work.over(connection, transfer);
            }
        };
    }

    private static final Logger LOG = Logger.getLogger(Transfer.class);
    private static final Phase RUNNING = new Phase.Running();

    private final Kind kind;
    private final long begunAt = System.nanoTime();
    private final AtomicLong bytes = new AtomicLong();
    private final Endpoint endpoint;
    private final Duration connectTimeout;
    private final Optional<TlsContext> tls;
    private final Closeable resource;
    private final Work work;
    private final BiConsumer<Transfer, Outcome> atEnd;
    private final AtomicReference<Phase> phase = new AtomicReference<>(RUNNING);
    private volatile Instant lastByteAt = Instant.now();

    /**
     * @param connectTimeout how long connecting may take, whoever connects
     * @param tls of the data connection; empty in clear
     * @param resource what the work uses; closed when the transfer has ended, also when it never began
     * @param atEnd told once, from the transfer's own thread or the event loop of its connection, when endpoint and resource
     *        are closed
     */
    public Transfer(Kind kind, Endpoint endpoint, Duration connectTimeout, Optional<TlsContext> tls, Closeable resource,
            Work work, BiConsumer<Transfer, Outcome> atEnd) {
        this.kind = kind;
        this.endpoint = endpoint;
        this.connectTimeout = connectTimeout;
        this.tls = tls;
        this.resource = resource;
        this.work = work;
        this.atEnd = atEnd;
    }

    /** Does not block. */
    public void start() {
        endpoint.connect(connectTimeout, connection -> {
            if (connection.isPresent()) {
                begin(connection.get());
            } else {
                onThread(() -> end(null, () -> unlessStopped(new Outcome.NotConnected())));
            }
        });
    }

    private void begin(DataConnection connection) {
        Optional<Sending> alone = work instanceof Sending sending && sending.isForEventLoop(tls.isPresent())
                ? Optional.of(sending)
                : Optional.empty();
        connection.begin(tls, alone.isPresent(), problem -> {
            if (problem != null) {
                onThread(() -> end(connection, () -> failed(problem)));
            } else if (alone.isPresent()) {
                alone.get().over(connection, failure -> end(connection, () -> failure == null ? completed() : failed(failure)));
            } else {
                switch (kind) {
                    case DOWNLOAD, LISTING -> onThread(() -> end(connection, () -> workOver(connection)));
                    // A thread that would only wait for the client is not begun yet.
                    case UPLOAD -> connection.whenNews(() -> onThread(() -> end(connection, () -> workOver(connection))));
                }
            }
        });
    }

    private Outcome workOver(DataConnection connection) throws IOException {
        work.over(connection, this);
        return completed();
    }

    private static void onThread(Runnable task) {
        Thread.ofVirtual().name("transfer").start(task);
    }

    /** How it ends. */
    @FunctionalInterface
    private interface Ending {
        Outcome outcome() throws IOException;
    }

    private void end(DataConnection connection, Ending ending) {
        atEnd.accept(this, close(connection, ending));
    }

    /** @param connection null for none */
    private Outcome close(DataConnection connection, Ending ending) {
        try (endpoint; resource) {
            return ending.outcome();
        } catch (IOException e) {
            return failed(e);
        } catch (RuntimeException | Error e) {
            LOG.error("A transfer failed", e);
            return failed(new IOException(e));
        } finally {
            if (connection != null) {
                connection.stopReading();
            }
        }
    }

    /** What is done cannot be stopped any more, also where nothing had to be made visible. */
    private Outcome completed() {
        phase.compareAndSet(RUNNING, new Phase.Completing());
        return new Outcome.Complete();
    }

    private Outcome failed(IOException cause) {
        if (cause instanceof DataConnection.NotProtectedException) {
            LOG.debugf(cause, "a data connection is not protected");
            return unlessStopped(new Outcome.NotProtected(cause.getMessage()));
        }
        return unlessStopped(new Outcome.Failed(cause));
    }

    private Outcome unlessStopped(Outcome outcome) {
        return switch (phase.get()) {
            case Phase.Stopped stopped -> new Outcome.Aborted(stopped.cause());
            case Phase.Running running -> outcome;
            case Phase.Completing completing -> outcome;
        };
    }

    /**
     * From here on it can no longer be aborted: the work makes its result visible.
     *
     * @throws IOException when it was aborted before
     */
    public void beginCompletion() throws IOException {
        if (!phase.compareAndSet(RUNNING, new Phase.Completing())) {
            throw new IOException("aborted");
        }
    }

    /**
     * Stops it, unless it is just completing; its end is told in either case.
     *
     * @return whether this call stopped it
     */
    public boolean abort(AbortCause cause) {
        boolean stopped = phase.compareAndSet(RUNNING, new Phase.Stopped(cause));
        if (stopped) {
            endpoint.close();
        }
        return stopped;
    }

    public Kind kind() {
        return kind;
    }

    /** How long ago it began to wait for its data connection. Any thread. */
    public Duration age() {
        return Duration.ofNanos(System.nanoTime() - begunAt);
    }

    /** How many have moved. Any thread. */
    public long bytes() {
        return bytes.get();
    }

    /** Bytes have moved. Any thread. */
    public void moved(long count) {
        bytes.addAndGet(count);
        lastByteAt = Instant.now();
    }

    /** When bytes moved last, or it began. Any thread. */
    public Instant lastByteAt() {
        return lastByteAt;
    }
}
