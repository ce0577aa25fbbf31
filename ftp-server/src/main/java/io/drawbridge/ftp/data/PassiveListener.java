package io.drawbridge.ftp.data;

import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

import io.drawbridge.ftp.proxy.Origin;
import io.drawbridge.ftp.proxy.Proxies;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;

/**
 * An open port, and who is waited for on it: one endpoint for each address. Who connects from another is dropped
 * (RFC 2577 §4 and §8), and those that are waited for are waited for still. Any thread.
 */
final class PassiveListener {
    /** Of all who share the port; the system may allow less (net.core.somaxconn). */
    private static final int BACKLOG = 1024;
    /** Who came late is forgiven as long as not so many others have been lent the port. */
    private static final int MAX_KNOWN = 1000;

    private final Vertx vertx;
    private final NetServer server;
    private final boolean shared;
    private final Duration keep;
    private final Proxies proxies;
    private final Consumer<InetAddress> strangers;
    private final Map<InetAddress, PassiveEndpoint> waiting = new ConcurrentHashMap<>();
    /** Whom the port was lent to, the last one at the end: they may come when nobody waits for them any more. */
    private final LinkedHashSet<InetAddress> known = new LinkedHashSet<>();

    private PassiveListener(Vertx vertx, NetServer server, boolean shared, Duration keep, Proxies proxies,
            Consumer<InetAddress> strangers) {
        this.vertx = vertx;
        this.server = server;
        this.shared = shared;
        this.keep = keep;
        this.proxies = proxies;
        this.strangers = strangers;
    }

    /** Stays open. */
    static Optional<PassiveListener> shared(Vertx vertx, InetAddress local, int port, Duration keep,
            Proxies proxies, Consumer<InetAddress> strangers) {
        return open(vertx, local, port, true, keep, proxies, strangers);
    }

    /** Any free port; closed with the one endpoint that is lent. */
    static Optional<PassiveListener> once(Vertx vertx, InetAddress local, Duration keep, Proxies proxies,
            Consumer<InetAddress> strangers) {
        return open(vertx, local, 0, false, keep, proxies, strangers);
    }

    /**
     * Blocks until the system has opened the port.
     *
     * @return empty when it cannot: another process holds it, or there is no file handle left
     */
    private static Optional<PassiveListener> open(Vertx vertx, InetAddress local, int port, boolean shared, Duration keep,
            Proxies proxies, Consumer<InetAddress> strangers) {
        NetServer server = vertx.createNetServer(new NetServerOptions().setHost(local.getHostAddress()).setPort(port)
                .setAcceptBacklog(BACKLOG).setReuseAddress(true).setTcpNoDelay(true));
        PassiveListener listener = new PassiveListener(vertx, server, shared, keep, proxies, strangers);
        server.connectHandler(listener::accept);
        // The accept itself may fail (no file handle left): the client's connection is lost, and its time runs out.
        server.exceptionHandler(problem -> {
        });
        try {
            server.listen().toCompletionStage().toCompletableFuture().get();
            return Optional.of(listener);
        } catch (ExecutionException e) {
            server.close();
        } catch (InterruptedException e) {
            server.close();
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }

    int port() {
        return server.actualPort();
    }

    /** Whether somebody is waited for. */
    boolean isUsed() {
        return !waiting.isEmpty();
    }

    /** @return empty when a session of the same address waits on this port already */
    Optional<PassiveEndpoint> lend(InetAddress peer) {
        synchronized (known) {
            known.addLast(peer);
            if (known.size() > MAX_KNOWN) {
                known.removeFirst();
            }
        }
        PassiveEndpoint endpoint = new PassiveEndpoint(vertx, this, peer, keep);
        return waiting.putIfAbsent(peer, endpoint) == null ? Optional.of(endpoint) : Optional.empty();
    }

    /** It waits no more. */
    void giveBack(PassiveEndpoint endpoint) {
        waiting.remove(endpoint.peer(), endpoint);
        if (!shared) {
            server.close();
        }
    }

    /** On an event loop, before the first byte can arrive. */
    private void accept(NetSocket socket) {
        DataConnection connection = new DataConnection(socket);
        proxies.identify(connection.channel(), origin -> {
            switch (origin) {
                case Origin.Client client -> connected(connection, client.address());
                case Origin.Check check -> connection.close();
            }
        });
    }

    private void connected(DataConnection connection, InetAddress from) {
        // From here on the port is free for the next session of this address, while this one transfers.
        PassiveEndpoint endpoint = waiting.remove(from);
        if (endpoint != null) {
            endpoint.arrived(connection);
            return;
        }
        connection.close();
        if (!isKnown(from)) {
            strangers.accept(from);
        }
    }

    private boolean isKnown(InetAddress address) {
        synchronized (known) {
            return known.contains(address);
        }
    }
}
