package io.drawbridge.ftp.data;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;

/**
 * A port on which the client waits (PORT, EPRT); connected to when the transfer begins. From the address on which the
 * client has reached this machine, so that it knows who comes, but from any port: RFC 959 §3.2 names the one below the control
 * port, which for port 21 would take the rights of root.
 */
public final class ActiveEndpoint implements Endpoint {
    private final VertxInternal vertx;
    private final EventLoop near;
    private final InetAddress local;
    private final InetSocketAddress client;
    private final ExpectedConnection connection = new ExpectedConnection();
    /** Null until the transfer begins. */
    private final AtomicReference<Channel> connecting = new AtomicReference<>();

    /**
     * @param near the event loop on which the connection is to be; null for any
     * @param local the address of this machine that the client has connected to
     * @param client resolved; that it is no bounce (RFC 2577 §3) has been seen to
     */
    public ActiveEndpoint(Vertx vertx, EventLoop near, InetAddress local, InetSocketAddress client) {
        this.vertx = (VertxInternal) vertx;
        this.near = near;
        this.local = local;
        this.client = client;
    }

    @Override
    public void connect(Duration atMost, Consumer<Optional<DataConnection>> then) {
        connection.whenHere(then);
        AtomicReference<DataConnection> made = new AtomicReference<>();
        Channel channel = new Bootstrap().group(near == null ? vertx.getEventLoopGroup().next() : near)
                .channelFactory(vertx.transport().channelFactory(false)).localAddress(local, 0)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.clamp(atMost.toMillis(), 1, Integer.MAX_VALUE))
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel connecting) {
                        made.set(new DataConnection(connecting));
                    }
                }).connect(client).addListener(end -> {
                    if (end.isSuccess()) {
                        connection.arrived(made.get());
                    } else {
                        connection.failed();
                    }
                }).channel();
        connecting.set(channel);
        if (connection.isOver()) {
            channel.close();
        }
    }

    @Override
    public void close() {
        connection.close();
        Channel made = connecting.getAndSet(null);
        if (made != null) {
            made.close();
        }
    }
}
