package io.drawbridge.bench.load;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.ssl.SslHandler;

/** A data connection: what comes is counted and thrown away, what is sent is noise. On the event loop only. */
final class Data extends ChannelInboundHandlerAdapter {
    private static final int PIECE = 256 << 10;
    private static final ByteBuf NOISE = noise();

    /** What becomes of it. */
    interface Owner {
        void dataEnded(long received);

        void dataFailed(String why);
    }

    private final Owner owner;
    private Channel channel;
    private boolean connected;
    private boolean sends;
    private long left;
    private long received;
    private boolean over;

    Data(Owner owner) {
        this.owner = owner;
    }

    private static ByteBuf noise() {
        byte[] bytes = new byte[PIECE];
        ThreadLocalRandom.current().nextBytes(bytes);
        return Unpooled.unreleasableBuffer(Unpooled.directBuffer(PIECE).writeBytes(bytes));
    }

    void connect(Network network, InetSocketAddress address, Optional<SslHandler> tls) {
        network.connectForData(address, new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel made) {
                channel = made;
                tls.ifPresent(made.pipeline()::addLast);
                made.pipeline().addLast(Data.this);
            }
        }).addListener(done -> {
            if (!done.isSuccess()) {
                fail("data connection: " + Control.word(done.cause()));
            }
        });
    }

    /** Sends so many bytes, and ends it. */
    void send(long size) {
        sends = true;
        left = size;
        pump();
    }

    private void pump() {
        if (!connected || !sends) {
            return;
        }
        while (left > 0 && channel.isWritable()) {
            int length = (int) Math.min(left, PIECE);
            left -= length;
            ChannelFuture written = channel.write(NOISE.retainedSlice(0, length));
            if (left == 0) {
                sends = false;
                written.addListener(ChannelFutureListener.CLOSE);
            }
        }
        channel.flush();
    }

    /** Nobody waits for it any more. */
    void drop() {
        over = true;
        if (channel != null) {
            channel.close();
        }
    }

    private void fail(String why) {
        if (!over) {
            drop();
            owner.dataFailed(why);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        connected = true;
        if (over) {
            channel.close();
        }
        pump();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        pump();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        received += bytes.readableBytes();
        bytes.release();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (!over) {
            over = true;
            owner.dataEnded(received);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail("data connection: " + Control.word(cause));
    }
}
