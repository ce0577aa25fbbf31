package io.drawbridge.ftp.data;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * One transfer over one data connection: waits for the client, does its work on a virtual thread of its own, and tells
 * once how it ended. It owns the endpoint and what its work uses, and closes both.
 */
public final class Transfer {

    /** What is to be done over the connection. */
    @FunctionalInterface
    public interface Work {
        /**
         * @param transfer to be asked before what cannot be undone: {@link Transfer#isToBeCompleted()}
         * @throws IOException of the connection or of the storage
         */
        void over(DataConnection connection, Transfer transfer) throws IOException;
    }

    /** How a transfer ended. */
    public sealed interface Outcome {
        record Complete() implements Outcome {
        }

        /** Nobody connected in time. */
        record NotConnected() implements Outcome {
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
        /** The control connection ended (RFC 959 §3.3). */
        CONTROL_CONNECTION_CLOSED,
        /** No byte moved for too long. */
        STALLED
    }

    private enum Phase {
        RUNNING,
        /** Past the point where it can be stopped. */
        COMPLETING,
        ABORTED
    }

    private final PassiveEndpoint endpoint;
    private final Duration connectTimeout;
    private final Closeable resource;
    private final Work work;
    private final Consumer<Outcome> atEnd;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.RUNNING);
    private volatile AbortCause abortCause;

    /**
     * @param connectTimeout how long the client may take to connect
     * @param resource what the work uses; closed when the transfer has ended, also when it never began
     * @param atEnd told once, from the transfer's own thread, when endpoint and port are given back
     */
    public Transfer(PassiveEndpoint endpoint, Duration connectTimeout, Closeable resource, Work work,
            Consumer<Outcome> atEnd) {
        this.endpoint = endpoint;
        this.connectTimeout = connectTimeout;
        this.resource = resource;
        this.work = work;
        this.atEnd = atEnd;
    }

    public void start() {
        Thread.ofVirtual().name("transfer").start(() -> atEnd.accept(run()));
    }

    private Outcome run() {
        try (endpoint; resource) {
            Optional<DataConnection> connection = endpoint.await(connectTimeout);
            if (connection.isEmpty()) {
                return phase.get() == Phase.ABORTED ? new Outcome.Aborted(abortCause) : new Outcome.NotConnected();
            }
            work.over(connection.get(), this);
            return new Outcome.Complete();
        } catch (IOException e) {
            return phase.get() == Phase.ABORTED ? new Outcome.Aborted(abortCause) : new Outcome.Failed(e);
        } catch (RuntimeException e) {
            return new Outcome.Failed(new IOException(e));
        }
    }

    /**
     * Asked by the work before it makes its result visible; after a yes it can no longer be aborted.
     *
     * @throws IOException when it was aborted before
     */
    public void isToBeCompleted() throws IOException {
        if (!phase.compareAndSet(Phase.RUNNING, Phase.COMPLETING)) {
            throw new IOException("aborted");
        }
    }

    /** Stops it, unless it is just completing; its end is told in either case. */
    public void abort(AbortCause cause) {
        abortCause = cause;
        if (phase.compareAndSet(Phase.RUNNING, Phase.ABORTED)) {
            endpoint.close();
        }
    }
}
