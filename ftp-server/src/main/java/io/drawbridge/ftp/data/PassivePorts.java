package io.drawbridge.ftp.data;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import io.drawbridge.ftp.proxy.Proxies;
import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;

/**
 * The ports of this node on which data connections are waited for. A port is shared by all clients that differ in their
 * address: who connects is who has this address. It is opened when it is needed first, and stays open. Any thread.
 */
public final class PassivePorts {
    /** As many ports of the range as are tried when others on this machine hold them. */
    private static final int MAX_TRIES = 64;

    /**
     * As many ports as are looked at for one that is waited on by the event loop that is asked for: it saves a change of
     * threads.
     */
    private static final int MAX_TRIES_NEAR = 8;

    /** A client that came in by another address of this machine is told the same port there. */
    private record Place(InetAddress local, int port) {
    }

    private final VertxInternal vertx;
    private final PortRange range;
    private final Duration keep;
    private final Proxies proxies;
    private final Consumer<InetAddress> strangers;
    private final Map<Place, PassiveListener> listeners = new ConcurrentHashMap<>();
    /** For opening listeners; never held by an event loop, which the opening waits for. */
    private final ReentrantLock opening = new ReentrantLock();
    private final LongAdder exhausted = new LongAdder();
    /** The port that is lent next: by turns, so that a client that comes late does not meet another session of its address. */
    private int next;

    /**
     * @param keep how long a connection is kept for which there is no transfer yet
     * @param proxies from which connections come that are a client's
     * @param strangers told of those that connect to a port on which nobody waits for them, from any thread
     */
    public PassivePorts(Vertx vertx, PortRange range, Duration keep, Proxies proxies, Consumer<InetAddress> strangers) {
        this.vertx = (VertxInternal) vertx;
        this.range = range;
        this.keep = keep;
        this.proxies = proxies;
        this.strangers = strangers;
        this.next = range.first();
    }

    /**
     * Waits for a client on one of the ports. Blocks until the system has opened it; not on an event loop.
     *
     * @param local the address of this machine that the client knows
     * @param peer the only address that may connect
     * @param near the event loop on which the connection is to be; null for any
     * @return empty when no port is free for this client
     */
    public Optional<PassiveEndpoint> open(InetAddress local, InetAddress peer, EventLoop near) {
        if (range.isAny()) {
            return PassiveListener.once(vertx, loop(near), local, keep, proxies, strangers)
                    .flatMap(listener -> listener.lend(peer, near));
        }
        Optional<PassiveEndpoint> openAlready = openAlready(local, peer, near);
        if (openAlready.isPresent()) {
            return openAlready;
        }
        int failures = 0;
        for (int tries = 0; tries < range.size() && failures < MAX_TRIES; tries++) {
            Optional<PassiveListener> listener = listener(new Place(local, nextPort()), near);
            if (listener.isEmpty()) {
                failures++;
            } else {
                Optional<PassiveEndpoint> endpoint = listener.get().lend(peer, near);
                if (endpoint.isPresent()) {
                    return endpoint;
                }
            }
        }
        exhausted.increment();
        return Optional.empty();
    }

    /**
     * The same on a port that is open already, on that event loop. Does not block.
     *
     * @param near null for none
     * @return empty when none of the next ports is one
     */
    public Optional<PassiveEndpoint> openAlready(InetAddress local, InetAddress peer, EventLoop near) {
        for (int tries = 0; near != null && tries < Math.min(MAX_TRIES_NEAR, range.size() - 1); tries++) {
            PassiveListener listener = listeners.get(new Place(local, nextPort()));
            if (listener != null && listener.loop() == near) {
                Optional<PassiveEndpoint> endpoint = listener.lend(peer, near);
                if (endpoint.isPresent()) {
                    return endpoint;
                }
            }
        }
        return Optional.empty();
    }

    private EventLoop loop(EventLoop near) {
        return near == null ? vertx.getEventLoopGroup().next() : near;
    }

    /** How many ports the range has; 0 when any will do. */
    public int size() {
        return range.isAny() ? 0 : range.size();
    }

    /** How many ports of the range a client is waited for on. */
    public long used() {
        return listeners.entrySet().stream().filter(one -> one.getValue().isUsed()).map(one -> one.getKey().port()).distinct()
                .count();
    }

    /** How often none of the range was free for a client. */
    public long exhausted() {
        return exhausted.sum();
    }

    private synchronized int nextPort() {
        int port = next;
        next = port == range.last() ? range.first() : port + 1;
        return port;
    }

    private Optional<PassiveListener> listener(Place place, EventLoop near) {
        PassiveListener open = listeners.get(place);
        if (open != null) {
            return Optional.of(open);
        }
        opening.lock();
        try {
            if (!listeners.containsKey(place)) {
                PassiveListener.shared(vertx, loop(near), place.local(), place.port(), keep, proxies, strangers)
                        .ifPresent(listener -> listeners.put(place, listener));
            }
            return Optional.ofNullable(listeners.get(place));
        } finally {
            opening.unlock();
        }
    }
}
