package io.drawbridge.ftp.proxy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.util.NetUtil;

/**
 * Waits for the header of one connection: Netty's decoder first, and behind it this, which keeps what comes behind the header
 * until somebody is there for it. On the connection's event loop.
 */
final class ProxyHeader extends ChannelInboundHandlerAdapter {
    /** Of additional fields in version 2, in bytes. They are not read here, but for their length. */
    private static final int MAX_FIELDS = 2048;
    /** More than any header that the decoder takes: it would wait for the rest of some that it cannot make out. */
    private static final int MAX_UNDECIDED = 2 * MAX_FIELDS;

    private final Channel channel;
    private final InetAddress proxy;
    private final InetAddress local;
    private final Duration timeout;
    private final Consumer<Origin> then;
    private final Consumer<String> refused;
    private Future<?> timer;
    private int received;
    /** Null until the header is there. */
    private Origin origin;
    /** What came behind the header; null for nothing. */
    private ByteBuf behind;
    private boolean ended;

    ProxyHeader(Channel channel, InetAddress proxy, InetAddress local, Duration timeout, Consumer<Origin> then,
            Consumer<String> refused) {
        this.channel = channel;
        this.proxy = proxy;
        this.local = local;
        this.timeout = timeout;
        this.then = then;
        this.refused = refused;
    }

    void read() {
        channel.pipeline().addFirst(new BoundedDecoder(), this);
        timer = channel.eventLoop().schedule(() -> refuse("no PROXY header came in time"), timeout.toMillis(),
                TimeUnit.MILLISECONDS);
        channel.config().setAutoRead(true);
    }

    /** Says also when it has passed on all that there was in what has just been read. */
    private final class BoundedDecoder extends HAProxyMessageDecoder {
        BoundedDecoder() {
            super(MAX_FIELDS);
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) throws Exception {
            received += ((ByteBuf) bytes).readableBytes();
            super.channelRead(context, bytes);
            if (origin != null) {
                goOn();
            } else if (received > MAX_UNDECIDED) {
                refuse("no PROXY header");
            }
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object read) {
        if (read instanceof HAProxyMessage header) {
            read(header);
        } else if (ended) {
            ((ByteBuf) read).release();
        } else {
            behind = (ByteBuf) read;
        }
    }

    private void read(HAProxyMessage header) {
        try {
            Optional<Origin> named = origin(header);
            if (named.isPresent()) {
                origin = named.get();
                channel.config().setAutoRead(false);
            } else {
                refuse("a PROXY header that speaks for no client of TCP");
            }
        } finally {
            header.release();
        }
    }

    /** Empty for a header that makes no sense here. */
    private Optional<Origin> origin(HAProxyMessage header) {
        if (header.command() == HAProxyCommand.LOCAL) {
            return Optional.of(new Origin.Check());
        }
        return switch (header.proxiedProtocol()) {
            case TCP4, TCP6 -> Optional.of(client(header));
            case UNKNOWN, UNIX_STREAM -> Optional.of(new Origin.Check());
            case UDP4, UDP6, UNIX_DGRAM -> Optional.empty();
        };
    }

    /** Version 1 has no word for a check: HAProxy names itself as the client of its own. */
    private Origin client(HAProxyMessage header) {
        InetAddress client = address(header.sourceAddress());
        return client.equals(proxy) && channel.remoteAddress() instanceof InetSocketAddress own
                && own.getPort() == header.sourcePort() ? new Origin.Check()
                        : new Origin.Client(client, address(header.destinationAddress()), local);
    }

    /** The decoder has seen to it that it is one. */
    private static InetAddress address(String text) {
        return Network.address(NetUtil.createByteArrayFromIpAddressString(text));
    }

    /** The header is there. In the same moment, as the end of the connection may come right behind it. */
    private void goOn() {
        end();
        channel.pipeline().remove(this);
        then.accept(origin);
        if (behind != null) {
            channel.pipeline().fireChannelRead(behind);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            left();
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        left();
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof DecoderException) {
            refuse("a bad PROXY header: " + cause.getMessage());
        } else {
            left();
        }
    }

    /** A check that only connects says nothing; that is no news. */
    private void left() {
        if (received > 0) {
            refuse("it left in the middle of its PROXY header");
        } else {
            end();
            channel.close();
        }
    }

    private void refuse(String cause) {
        if (!ended) {
            refused.accept(cause);
        }
        end();
        channel.close();
    }

    private void end() {
        ended = true;
        timer.cancel(false);
    }
}
