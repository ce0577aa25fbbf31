package io.drawbridge.ftp.proxy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import org.jboss.logging.Logger;

import io.netty.channel.Channel;

/**
 * The proxies that are believed. What comes from their networks has to begin with a PROXY header; from anywhere else none is
 * read, as anybody could write one. Any thread.
 */
public final class Proxies {
    /** A proxy that is set up wrongly makes each connection fail: one line says it, the metric how often. */
    private static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(1);
    private static final Logger LOG = Logger.getLogger(Proxies.class);

    private final List<Network> networks;
    private final Duration headerTimeout;
    private final Runnable refused;
    private final AtomicLong nextWarning = new AtomicLong(System.nanoTime());

    /**
     * @param networks of the proxies; empty for none
     * @param headerTimeout how long a header may take
     * @param refused told of each connection that was closed for want of a good header
     */
    public Proxies(List<Network> networks, Duration headerTimeout, Runnable refused) {
        this.networks = List.copyOf(networks);
        this.headerTimeout = headerTimeout;
        this.refused = refused;
    }

    /**
     * Finds out where a connection comes from. On its event loop, before anything can be read, with automatic reading off; off
     * it
     * is again when the origin is known. What has come behind the header goes through the pipeline right after that.
     *
     * @param then told on the event loop, at once or when the header is there; not at all when the connection was closed
     *        because its header is bad, or does not come
     */
    public void identify(Channel channel, Consumer<Origin> then) {
        if (!(channel.remoteAddress() instanceof InetSocketAddress remote)
                || !(channel.localAddress() instanceof InetSocketAddress local)) {
            // It has left already.
            channel.close();
            return;
        }
        InetAddress peer = withoutScope(remote.getAddress());
        InetAddress own = withoutScope(local.getAddress());
        if (networks.stream().noneMatch(network -> network.contains(peer))) {
            then.accept(new Origin.Client(peer, own, own));
            return;
        }
        new ProxyHeader(channel, peer, own, headerTimeout, then, cause -> refuse(peer, cause)).read();
    }

    /** PostgreSQL does not know scopes. */
    private static InetAddress withoutScope(InetAddress address) {
        return Network.address(address.getAddress());
    }

    private void refuse(InetAddress proxy, String cause) {
        refused.run();
        long now = System.nanoTime();
        long next = nextWarning.get();
        boolean warn = now - next >= 0 && nextWarning.compareAndSet(next, now + BETWEEN_WARNINGS.toNanos());
        LOG.logf(warn ? Logger.Level.WARN : Logger.Level.DEBUG, "address=%s closed, it is in drawbridge.ftp.proxy-networks: %s",
                proxy.getHostAddress(), cause);
    }
}
