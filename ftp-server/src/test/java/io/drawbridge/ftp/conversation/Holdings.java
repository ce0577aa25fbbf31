package io.drawbridge.ftp.conversation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import io.drawbridge.config.DataConfig;
import io.drawbridge.ftp.admission.Admissions;
import io.drawbridge.ftp.config.FtpConfig;
import io.drawbridge.ftp.data.PassiveEndpoint;
import io.drawbridge.ftp.data.PassivePorts;
import io.drawbridge.ftp.tls.TlsBuffers;
import io.netty.buffer.PoolArenaMetric;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.quarkus.arc.Arc;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;

/**
 * What the server under test holds of this machine and of the cluster at one moment: nothing of it may be more when everybody
 * has
 * left.
 *
 * @param sessions as the database counts them
 * @param slots as the node counts them
 * @param connections of control and of data
 * @param listeners ports that are waited on, but for those that are shared and stay open
 * @param files open in the homes
 * @param buffers of Netty's pools that are in use
 */
record Holdings(long sessions, long slots, long connections, long listeners, long files, long buffers) {

    static Holdings now() {
        List<Channel> channels = channels();
        FtpConfig config = bean(FtpConfig.class);
        return new Holdings(ConversationTest.sessions(), bean(Admissions.class).held().size(),
                channels.stream().filter(channel -> !(channel instanceof ServerChannel) && isFtp(channel)).count(),
                channels.stream().filter(channel -> channel instanceof ServerChannel)
                        .filter(channel -> config.passivePorts().isAny() || !isPassive(port(channel), config)).count(),
                openFiles(), buffersInUse());
    }

    /** Whether nothing is more than it was before. */
    boolean isNoMoreThan(Holdings before) {
        return sessions <= before.sessions && slots <= before.slots && connections <= before.connections
                && listeners <= before.listeners && files <= before.files && buffers <= before.buffers && everyPortIsFree();
    }

    /** A port that is shared is lent to one session of an address at a time: whoever has left has given it back. */
    private static boolean everyPortIsFree() {
        FtpConfig config = bean(FtpConfig.class);
        if (config.passivePorts().isAny()) {
            return true;
        }
        int ports = config.passivePortsPerNode().orElse(config.passivePorts().size());
        List<PassiveEndpoint> lent = new ArrayList<>();
        try {
            InetAddress client = InetAddress.getByName("127.0.0.1");
            for (int i = 0; i < ports; i++) {
                Optional<PassiveEndpoint> endpoint = bean(PassivePorts.class).open(client, client, null);
                endpoint.ifPresent(lent::add);
            }
        } catch (UnknownHostException e) {
            throw new UncheckedIOException(e);
        }
        lent.forEach(PassiveEndpoint::close);
        return lent.size() == ports;
    }

    private static boolean isPassive(int port, FtpConfig config) {
        return config.passivePorts().first() <= port && port <= config.passivePorts().last();
    }

    /** What Quarkus serves by HTTP is kept open by who asks. */
    private static boolean isFtp(Channel channel) {
        return channel.pipeline().names().stream().noneMatch(name -> name.contains("http"));
    }

    private static int port(Channel channel) {
        return channel.localAddress() instanceof InetSocketAddress address ? address.getPort() : 0;
    }

    private static List<Channel> channels() {
        List<Channel> channels = new ArrayList<>();
        for (SingleThreadEventLoop loop : eventLoops()) {
            channels.addAll(on(loop, () -> {
                List<Channel> here = new ArrayList<>();
                loop.registeredChannelsIterator().forEachRemaining(here::add);
                return here;
            }));
        }
        return channels;
    }

    private static long buffersInUse() {
        for (SingleThreadEventLoop loop : eventLoops()) {
            // What a thread has kept for its next buffer would count as in use.
            on(loop, () -> PooledByteBufAllocator.DEFAULT.trimCurrentThreadCache()
                    | TlsBuffers.pool().trimCurrentThreadCache());
        }
        return Stream.of(PooledByteBufAllocator.DEFAULT, TlsBuffers.pool()).map(PooledByteBufAllocator::metric)
                .flatMap(pool -> Stream.concat(pool.directArenas().stream(), pool.heapArenas().stream()))
                .mapToLong(PoolArenaMetric::numActiveAllocations).sum();
    }

    private static List<SingleThreadEventLoop> eventLoops() {
        VertxInternal vertx = (VertxInternal) bean(Vertx.class);
        List<SingleThreadEventLoop> loops = new ArrayList<>();
        for (EventLoopGroup group : List.of(vertx.getEventLoopGroup(), vertx.getAcceptorEventLoopGroup())) {
            for (EventExecutor loop : group) {
                loops.add((SingleThreadEventLoop) loop);
            }
        }
        return loops;
    }

    private static <T> T on(SingleThreadEventLoop loop, Callable<T> task) {
        return loop.submit(task).syncUninterruptibly().getNow();
    }

    private static long openFiles() {
        Path homes = bean(DataConfig.class).homes();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.filter(descriptor -> {
                try {
                    return Files.readSymbolicLink(descriptor).startsWith(homes);
                } catch (IOException e) {
                    // Closed since the directory was read.
                    return false;
                }
            }).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> T bean(Class<T> type) {
        return Arc.container().instance(type).get();
    }
}
