package io.drawbridge.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;

/** A control connection: each line is said with what is to happen with its reply. On the event loop only. */
final class Control extends ChannelInboundHandlerAdapter {
    private final ReplyReader reader = new ReplyReader();
    private final Consumer<String> broken;
    private Consumer<Reply> then;
    private Channel channel;
    private long waitingSince = System.nanoTime();
    private boolean over;

    /**
     * @param greeting what to do with the first reply
     * @param broken told at most once, why it has ended before its end
     */
    Control(Consumer<Reply> greeting, Consumer<String> broken) {
        this.then = greeting;
        this.broken = broken;
    }

    void connect(Network network, Server server) {
        network.connect(server.address(), this).addListener(connected -> {
            if (!connected.isSuccess()) {
                fail("cannot connect: " + word(connected.cause()));
            }
        });
    }

    void say(String line, Consumer<Reply> then) {
        this.then = then;
        waitingSince = System.nanoTime();
        ByteBuf bytes = channel.alloc().buffer(line.length() + 2);
        bytes.writeCharSequence(line, StandardCharsets.UTF_8);
        bytes.writeShort('\r' << 8 | '\n');
        channel.writeAndFlush(bytes);
    }

    /** The next reply is for another. */
    void hear(Consumer<Reply> then) {
        this.then = then;
        waitingSince = System.nanoTime();
    }

    /** From now on in TLS; {@code then} when the handshake is made. */
    void secure(SslHandler tls, Runnable then) {
        channel.pipeline().addFirst(tls);
        tls.handshakeFuture().addListener(made -> {
            if (made.isSuccess()) {
                then.run();
            } else {
                fail("handshake: " + word(made.cause()));
            }
        });
    }

    /** Whether it has waited for a reply for longer than this. */
    boolean hasWaited(long nanos) {
        return !over && System.nanoTime() - waitingSince > nanos;
    }

    /** It has done what it is for. */
    void end() {
        over = true;
        if (channel != null) {
            channel.close();
        }
    }

    void fail(String why) {
        if (!over) {
            end();
            broken.accept(why);
        }
    }

    @Override
    public void channelRegistered(ChannelHandlerContext context) {
        channel = context.channel();
        if (over) {
            channel.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            while (bytes.isReadable() && !over) {
                Optional<Reply> reply = reader.next(bytes.readByte());
                if (reply.isPresent()) {
                    Consumer<Reply> next = then;
                    then = unasked -> fail("not asked for: " + unasked.code());
                    next.accept(reply.get());
                }
            }
        } catch (IllegalStateException e) {
            fail(e.getMessage());
        } finally {
            bytes.release();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        fail("closed without a reply");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(word(cause));
    }

    static String word(Throwable cause) {
        String message = cause.getMessage() == null ? "" : cause.getMessage().lines().findFirst().orElse("");
        int address = message.indexOf(": /");
        return cause.getClass().getSimpleName() + " " + (address < 0 ? message : message.substring(0, address));
    }
}
