package io.drawbridge.ftp.data;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.vertx.core.Vertx;

/**
 * A port on which one client is waited for (PASV, EPSV). It may connect before its transfer begins; such a connection is
 * kept for a while, and nothing is read from it.
 */
public final class PassiveEndpoint implements Endpoint {
    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final PassiveListener listener;
    private final InetAddress peer;
    private final Duration keep;
    private final ExpectedConnection connection = new ExpectedConnection();
    /** Whether the transfer has begun. */
    private final AtomicBoolean taken = new AtomicBoolean();
    private final AtomicLong timer = new AtomicLong(NO_TIMER);
    private final AtomicBoolean closed = new AtomicBoolean();

    /** @param keep how long a connection is kept for which there is no transfer yet */
    PassiveEndpoint(Vertx vertx, PassiveListener listener, InetAddress peer, Duration keep) {
        this.vertx = vertx;
        this.listener = listener;
        this.peer = peer;
        this.keep = keep;
    }

    public int port() {
        return listener.port();
    }

    InetAddress peer() {
        return peer;
    }

    /** The client has connected. */
    void arrived(DataConnection arrived) {
        connection.arrived(arrived);
        if (!taken.get()) {
            timer.set(vertx.setTimer(Math.max(1, keep.toMillis()), late -> {
                if (!taken.get()) {
                    close();
                }
            }));
        }
    }

    @Override
    public Optional<DataConnection> connect(Duration atMost) {
        taken.set(true);
        vertx.cancelTimer(timer.get());
        return connection.await(atMost);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            vertx.cancelTimer(timer.get());
            listener.giveBack(this);
            connection.close();
        }
    }
}
