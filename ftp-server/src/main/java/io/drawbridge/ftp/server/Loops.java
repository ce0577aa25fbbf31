package io.drawbridge.ftp.server;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;

/** The event loops of control connections: one for each processor. */
final class Loops {
    /** One that has more than another by this part of what it has hands over. */
    private static final int TOLERATED = 8;

    private static final class Loop {
        private final EventLoop loop;
        private final AtomicInteger connections = new AtomicInteger();

        Loop(EventLoop loop) {
            this.loop = loop;
        }
    }

    private final List<Loop> loops;
    private final boolean epoll;

    Loops(Vertx vertx) {
        EventLoopGroup all = ((VertxInternal) vertx).getEventLoopGroup();
        this.epoll = all instanceof EpollEventLoopGroup;
        this.loops = StreamSupport.stream(all.spliterator(), false)
                .limit(Runtime.getRuntime().availableProcessors()).map(loop -> new Loop((EventLoop) loop)).toList();
    }

    Stream<EventLoop> stream() {
        return loops.stream().map(loop -> loop.loop);
    }

    /** Those that can listen on the same port: all of them with epoll, else only the first one. */
    List<EventLoop> accepting() {
        return stream().limit(epoll ? loops.size() : 1).toList();
    }

    /**
     * Gives a new connection its event loop: the one that has accepted it, unless another one has much less to do. Linux
     * shares connections out by chance: of few, one loop may well have all, and the other processor nothing to do.
     */
    void register(Channel accepted, EventLoop acceptedBy) {
        Loop own = loops.getFirst();
        Loop emptiest = own;
        for (Loop loop : loops) {
            if (loop.loop == acceptedBy) {
                own = loop;
            }
            if (loop.connections.get() < emptiest.connections.get()) {
                emptiest = loop;
            }
        }
        int more = own.connections.get() - emptiest.connections.get();
        register(accepted, more > own.connections.get() / TOLERATED ? emptiest : own);
    }

    private static void register(Channel accepted, Loop to) {
        to.connections.incrementAndGet();
        accepted.closeFuture().addListener(closed -> to.connections.decrementAndGet());
        to.loop.register(accepted).addListener(joined -> {
            if (!joined.isSuccess()) {
                accepted.unsafe().closeForcibly();
            }
        });
    }
}
