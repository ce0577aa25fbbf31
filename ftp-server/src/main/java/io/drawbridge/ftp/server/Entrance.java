package io.drawbridge.ftp.server;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import org.jboss.logging.Logger;

import io.drawbridge.ftp.overload.Pressure;
import io.drawbridge.program.StartFailure;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.ServerChannel;
import io.netty.channel.unix.UnixChannel;
import io.netty.channel.unix.UnixChannelOption;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;

/**
 * A port for control connections. With epoll each event loop has a listener of its own for it, and Linux shares the connections
 * out: what a loop has accepted no other one has to hear of, as a rule.
 */
final class Entrance {
    /** A storm of connections waits here and not in the clients, whose systems would try again only after a second. */
    private static final int BACKLOG = 4096;
    /** After an accept that has failed, or has taken one of the last file handles. */
    private static final long PAUSE_MILLIS = 1000;
    private static final Logger LOG = Logger.getLogger(Entrance.class);

    private final Vertx vertx;
    private final Loops loops;
    private final Pressure pressure;
    private final String host;
    private final int wantedPort;
    private final String setting;
    private final Function<Channel, ChannelHandler> newcomer;
    private final String node;
    private final List<Channel> listeners = new ArrayList<>();
    private volatile int port;

    /**
     * @param wantedPort 0 for any free one
     * @param setting what operators call the port
     * @param newcomer makes what serves a connection; called on its event loop
     * @param node for the log
     */
    Entrance(Vertx vertx, Loops loops, Pressure pressure, String host, int wantedPort, String setting,
            Function<Channel, ChannelHandler> newcomer, String node) {
        this.vertx = vertx;
        this.loops = loops;
        this.pressure = pressure;
        this.host = host;
        this.wantedPort = wantedPort;
        this.setting = setting;
        this.newcomer = newcomer;
        this.node = node;
    }

    /** @throws StartFailure when it cannot listen */
    void open() {
        List<EventLoop> accepting = loops.accepting();
        boolean shared = accepting.size() > 1;
        port = wantedPort;
        if (shared && wantedPort != 0) {
            // Who shares a port shares it with every process of the same user: first it must be nobody's.
            await(listen(accepting.getFirst(), false).close());
        }
        for (EventLoop loop : accepting) {
            Channel listener = listen(loop, shared);
            listeners.add(listener);
            port = ((InetSocketAddress) listener.localAddress()).getPort();
        }
    }

    /** Connections go on. */
    void close() {
        listeners.forEach(Channel::close);
    }

    /** Known when it is open. */
    int port() {
        return port;
    }

    private Channel listen(EventLoop loop, boolean shared) {
        ServerChannel listener = ((VertxInternal) vertx).transport().serverChannelFactory(false).newChannel();
        listener.config().setOption(ChannelOption.SO_BACKLOG, BACKLOG);
        listener.config().setOption(ChannelOption.SO_REUSEADDR, true);
        if (shared) {
            listener.config().setOption(UnixChannelOption.SO_REUSEPORT, true);
        }
        ControlConnection.configureListener(listener);
        listener.pipeline().addLast(new Accepting(listener));
        await(loop.register(listener));
        await(listener.bind(new InetSocketAddress(host, port)));
        return listener;
    }

    private void await(ChannelFuture future) {
        try {
            if (!future.await().isSuccess()) {
                future.channel().close();
                throw new StartFailure("cannot listen on " + host + " port " + wantedPort + " (drawbridge.ftp.host, " + setting
                        + "): " + future.cause().getMessage(), future.cause());
            }
        } catch (InterruptedException e) {
            throw new StartFailure("interrupted", e);
        }
    }

    private final class Accepting extends ChannelInboundHandlerAdapter {
        private final Channel listener;

        Accepting(Channel listener) {
            this.listener = listener;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object accepted) {
            Channel connection = (Channel) accepted;
            if (connection instanceof UnixChannel numbered && !pressure.accepted(numbered.fd().intValue())) {
                pause("no file handle is left for another connection");
            }
            connection.pipeline().addLast(new Begin());
            loops.register(connection, listener.eventLoop());
        }

        /** The system would be asked again and again. */
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable problem) {
            pause(problem.getMessage());
        }

        /** Clients wait in the backlog meanwhile. */
        private void pause(String why) {
            if (listener.config().isAutoRead()) {
                LOG.warnf("node=%s no connection is accepted for a while: %s", node, why);
                listener.config().setAutoRead(false);
                goOnLater();
            }
        }

        private void goOnLater() {
            listener.eventLoop().schedule(() -> {
                if (pressure.hasHandles()) {
                    listener.config().setAutoRead(true);
                } else if (listener.isOpen()) {
                    goOnLater();
                }
            }, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Of one that has been accepted, on its event loop: where it fails, the connection ends and no other one waits. */
    private final class Begin extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel connection) {
            ControlConnection.configure(connection);
            connection.pipeline().addLast(newcomer.apply(connection));
        }
    }
}
