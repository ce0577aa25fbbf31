package io.drawbridge.ftp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.vertx.core.Vertx;

/** Which event loop gets a connection that one of them has accepted. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class LoopsTest {
    private final Vertx vertx = Vertx.vertx();
    private final Loops loops = new Loops(vertx);
    private final List<EventLoop> all = loops.stream().toList();
    private final List<Channel> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (Channel channel : open) {
            channel.close().sync();
        }
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    /** @return the loop that has got it */
    private EventLoop acceptedBy(EventLoop loop) throws Exception {
        CompletableFuture<EventLoop> registered = new CompletableFuture<>();
        Channel channel = new NioSocketChannel();
        open.add(channel);
        channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRegistered(ChannelHandlerContext context) {
                registered.complete(context.channel().eventLoop());
            }
        });
        loops.register(channel, loop);
        return registered.get(10, TimeUnit.SECONDS);
    }

    private List<EventLoop> acceptedBy(EventLoop loop, int times) throws Exception {
        List<EventLoop> by = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            by.add(acceptedBy(loop));
        }
        return by;
    }

    @Test
    void of_few_connections_that_one_loop_has_accepted_each_gets_as_many() throws Exception {
        List<EventLoop> by = acceptedBy(all.getFirst(), 3 * all.size());

        assertThat(all).allSatisfy(loop -> assertThat(by).filteredOn(loop::equals).hasSize(3));
    }

    @Test
    void one_that_has_a_few_more_than_the_others_keeps_what_it_accepts() throws Exception {
        for (int i = 0; i < 40; i++) {
            for (EventLoop loop : all) {
                assertThat(acceptedBy(loop)).isSameAs(loop);
            }
        }

        assertThat(acceptedBy(all.getLast(), 5)).containsOnly(all.getLast());
    }

    @Test
    void a_connection_that_has_been_closed_counts_no_more() throws Exception {
        assumeThat(all).as("loops: one for each processor").hasSizeGreaterThan(1);
        acceptedBy(all.getFirst(), 3 * all.size());
        for (Channel channel : open) {
            if (channel.eventLoop() == all.getFirst()) {
                channel.close().sync();
            }
        }

        assertThat(acceptedBy(all.getLast(), 3)).doesNotContain(all.getLast()).hasSize(3);
    }
}
