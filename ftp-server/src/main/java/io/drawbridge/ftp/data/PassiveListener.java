package io.drawbridge.ftp.data;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.drawbridge.ftp.proxy.Origin;
import io.drawbridge.ftp.proxy.Proxies;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.ServerChannel;
import io.vertx.core.impl.VertxInternal;

/**
 * An open port, and who is waited for on it: one endpoint for each address. Who connects from another is dropped
 * (RFC 2577 §4 and §8), and those that are waited for are waited for still. Any thread.
 */
final class PassiveListener {
    /** Of all who share the port; the system may allow less (net.core.somaxconn). */
    private static final int BACKLOG = 1024;
    /** Who came late is forgiven as long as not so many others have been lent the port. */
    private static final int MAX_KNOWN = 1000;
    /** After an accept that failed. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final EventLoop loop;
    private final Channel server;
    private final boolean shared;
    private final Duration keep;
    private final Proxies proxies;
    private final Consumer<InetAddress> strangers;
    private final Map<InetAddress, PassiveEndpoint> waiting = new ConcurrentHashMap<>();
    /** Whom the port was lent to, the last one at the end: they may come when nobody waits for them any more. */
    private final LinkedHashSet<InetAddress> known = new LinkedHashSet<>();

    private PassiveListener(EventLoop loop, Channel server, boolean shared, Duration keep, Proxies proxies,
            Consumer<InetAddress> strangers) {
        this.loop = loop;
        this.server = server;
        this.shared = shared;
        this.keep = keep;
        this.proxies = proxies;
        this.strangers = strangers;
    }

    /** Stays open. */
    static Optional<PassiveListener> shared(VertxInternal vertx, EventLoop loop, InetAddress local, int port, Duration keep,
            Proxies proxies, Consumer<InetAddress> strangers) {
        return open(vertx, loop, local, port, true, keep, proxies, strangers);
    }

    /** Any free port; closed with the one endpoint that is lent. */
    static Optional<PassiveListener> once(VertxInternal vertx, EventLoop loop, InetAddress local, Duration keep,
            Proxies proxies, Consumer<InetAddress> strangers) {
        return open(vertx, loop, local, 0, false, keep, proxies, strangers);
    }

    /**
     * Blocks until the system has opened the port.
     *
     * @return empty when it cannot: another process holds it, or there is no file handle left
     */
    private static Optional<PassiveListener> open(VertxInternal vertx, EventLoop loop, InetAddress local, int port,
            boolean shared, Duration keep, Proxies proxies, Consumer<InetAddress> strangers) {
        CompletableFuture<PassiveListener> opened = new CompletableFuture<>();
        try {
            ServerChannel server = vertx.transport().serverChannelFactory(false).newChannel();
            server.config().setOption(ChannelOption.SO_BACKLOG, BACKLOG);
            server.config().setOption(ChannelOption.SO_REUSEADDR, true);
            PassiveListener listener = new PassiveListener(loop, server, shared, keep, proxies, strangers);
            server.pipeline().addLast(listener.new Door());
            ChannelFuture registered = loop.register(server);
            registered.addListener(joined -> {
                if (!joined.isSuccess()) {
                    server.unsafe().closeForcibly();
                    opened.completeExceptionally(joined.cause());
                    return;
                }
                server.bind(new InetSocketAddress(local, port)).addListener(bound -> {
                    if (bound.isSuccess()) {
                        opened.complete(listener);
                    } else {
                        server.close();
                        opened.completeExceptionally(bound.cause());
                    }
                });
            });
            return Optional.of(opened.get());
        } catch (ExecutionException | ChannelException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            opened.thenAccept(listener -> listener.server.close());
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Takes in who connects. */
    private final class Door extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object accepted) {
            accept((Channel) accepted);
        }

        /**
         * The accept itself may fail (no file handle left): the client's connection is lost, and its time runs out. The system
         * would be asked again and again.
         */
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable problem) {
            if (server.config().isAutoRead()) {
                server.config().setAutoRead(false);
                loop.schedule(() -> server.config().setAutoRead(true), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    EventLoop loop() {
        return loop;
    }

    /** Whether somebody is waited for. */
    boolean isUsed() {
        return !waiting.isEmpty();
    }

    /**
     * @param near the event loop on which the connection is to be; null for any
     * @return empty when a session of the same address waits on this port already
     */
    Optional<PassiveEndpoint> lend(InetAddress peer, EventLoop near) {
        synchronized (known) {
            known.addLast(peer);
            if (known.size() > MAX_KNOWN) {
                known.removeFirst();
            }
        }
        PassiveEndpoint endpoint = new PassiveEndpoint(this, peer, near == null ? loop : near, keep);
        return waiting.putIfAbsent(peer, endpoint) == null ? Optional.of(endpoint) : Optional.empty();
    }

    /** It waits no more. */
    void giveBack(PassiveEndpoint endpoint) {
        waiting.remove(endpoint.peer(), endpoint);
        if (!shared) {
            server.close();
        }
    }

    /** On the event loop of the port, and then on that of the session for which it is, if that can be told. */
    private void accept(Channel accepted) {
        PassiveEndpoint expected = accepted.remoteAddress() instanceof InetSocketAddress from ? waiting.get(from.getAddress())
                : null;
        DataConnection connection = new DataConnection(accepted);
        (expected == null ? loop : expected.loop()).register(accepted).addListener(registered -> {
            if (registered.isSuccess()) {
                proxies.identify(accepted, origin -> {
                    switch (origin) {
                        case Origin.Client client -> connected(connection, client.address());
                        case Origin.Check check -> connection.close();
                    }
                });
            } else {
                accepted.unsafe().closeForcibly();
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
