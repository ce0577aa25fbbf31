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
 * One transfer over one data connection: waits for it, does its work on a virtual thread of its own, and tells
 * once how it ended. It owns the endpoint and what its work uses, and closes both.
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
     * @param atEnd told once, from the transfer's own thread, when endpoint and resource are closed
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

    public void start() {
        Thread.ofVirtual().name("transfer").start(() -> atEnd.accept(this, run()));
    }

    private Outcome run() {
        try (endpoint; resource) {
            Optional<DataConnection> connection = endpoint.connect(connectTimeout);
            if (connection.isEmpty()) {
                return unlessStopped(new Outcome.NotConnected());
            }
            connection.get().begin(tls);
            work.over(connection.get(), this);
            // What is done cannot be stopped any more, also where nothing had to be made visible.
            phase.compareAndSet(RUNNING, new Phase.Completing());
            return new Outcome.Complete();
        } catch (DataConnection.NotProtectedException e) {
            LOG.debugf(e, "a data connection is not protected");
            return unlessStopped(new Outcome.NotProtected(e.getMessage()));
        } catch (IOException e) {
            return unlessStopped(new Outcome.Failed(e));
        } catch (RuntimeException | Error e) {
            LOG.error("A transfer failed", e);
            return unlessStopped(new Outcome.Failed(new IOException(e)));
        }
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
