package io.drawbridge.ftp.data;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.netty.channel.EventLoop;

/**
 * A port on which one client is waited for (PASV, EPSV). It may connect before its transfer begins; such a connection is
 * kept for a while, and nothing is read from it.
 */
public final class PassiveEndpoint implements Endpoint {
    private final PassiveListener listener;
    private final InetAddress peer;
    private final EventLoop loop;
    private final Duration keep;
    private final ExpectedConnection connection = new ExpectedConnection();
    /** Whether the transfer has begun. */
    private volatile boolean taken;
    /** Of what is waited for now: the transfer, or the connection. Null for neither. */
    private volatile Future<?> timer;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * @param loop on which the connection is to be
     * @param keep how long a connection is kept for which there is no transfer yet
     */
    PassiveEndpoint(PassiveListener listener, InetAddress peer, EventLoop loop, Duration keep) {
        this.listener = listener;
        this.peer = peer;
        this.loop = loop;
        this.keep = keep;
    }

    public int port() {
        return listener.port();
    }

    InetAddress peer() {
        return peer;
    }

    EventLoop loop() {
        return loop;
    }

    /** The client has connected. */
    void arrived(DataConnection arrived) {
        if (!taken) {
            timer = loop.schedule(() -> {
                if (!taken) {
                    close();
                }
            }, Math.max(1, keep.toMillis()), TimeUnit.MILLISECONDS);
        } else {
            stopTimer();
        }
        connection.arrived(arrived);
    }

    @Override
    public void connect(Duration atMost, Consumer<Optional<DataConnection>> then) {
        taken = true;
        stopTimer();
        if (!connection.whenHere(then)) {
            timer = loop.schedule(connection::failed, atMost.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void stopTimer() {
        Future<?> running = timer;
        if (running != null) {
            running.cancel(false);
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            stopTimer();
            listener.giveBack(this);
            connection.close();
        }
    }
}
