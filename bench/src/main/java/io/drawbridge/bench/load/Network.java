package io.drawbridge.bench.load;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLException;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;

/** The one event loop of all clients, and the ways out of it. */
public final class Network implements AutoCloseable {
    private static final int CONNECT_MILLIS = 15_000;
    private static final int READ = 256 << 10;
    private static final WriteBufferWaterMark WRITTEN_AHEAD = new WriteBufferWaterMark(512 << 10, 1 << 20);

    private final EventLoopGroup group;
    private final Class<? extends SocketChannel> channels;
    private final SslContext tls;

    public Network() {
        boolean epoll = Epoll.isAvailable();
        group = epoll ? new EpollEventLoopGroup(1) : new NioEventLoopGroup(1);
        channels = epoll ? EpollSocketChannel.class : NioSocketChannel.class;
        try {
            // Servers have certificates that they made themselves, and are on this machine.
            tls = SslContextBuilder.forClient().sslProvider(SslProvider.JDK)
                    .trustManager(InsecureTrustManagerFactory.INSTANCE).endpointIdentificationAlgorithm(null).build();
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    EventLoop loop() {
        return group.next();
    }

    ChannelFuture connect(InetSocketAddress address, ChannelHandler handler) {
        return bootstrap(handler).connect(address);
    }

    /** For data: large pieces at a time. */
    ChannelFuture connectForData(InetSocketAddress address, ChannelHandler handler) {
        return bootstrap(handler).option(ChannelOption.RCVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ))
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITTEN_AHEAD).connect(address);
    }

    private Bootstrap bootstrap(ChannelHandler handler) {
        return new Bootstrap().group(group).channel(channels).handler(handler)
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS);
    }

    /**
     * @param session what is negotiated is resumed by those of the same name: the data connections of a client go on with the
     *        session of its control connection, as servers may demand it
     */
    SslHandler tls(String session) {
        return tls.newHandler(PooledByteBufAllocator.DEFAULT, session, 1);
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
