package io.drawbridge.ftp.data;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;

/**
 * A port on which the client waits (PORT, EPRT); connected to when the transfer begins. From the address on which the
 * client has reached this machine, so that it knows who comes, but from any port: RFC 959 §3.2 names the one below the control
 * port, which for port 21 would take the rights of root.
 */
public final class ActiveEndpoint implements Endpoint {
    private final Vertx vertx;
    private final InetAddress local;
    private final InetSocketAddress client;
    private final ExpectedConnection connection = new ExpectedConnection();
    /** Null until the transfer begins. Closing it closes what it has connected. */
    private final AtomicReference<NetClient> connector = new AtomicReference<>();

    /**
     * @param local the address of this machine that the client has connected to
     * @param client resolved; that it is no bounce (RFC 2577 §3) has been seen to
     */
    public ActiveEndpoint(Vertx vertx, InetAddress local, InetSocketAddress client) {
        this.vertx = vertx;
        this.local = local;
        this.client = client;
    }

    @Override
    public Optional<DataConnection> connect(Duration atMost) {
        NetClient created = vertx.createNetClient(new NetClientOptions().setLocalAddress(local.getHostAddress())
                .setTcpNoDelay(true).setConnectTimeout(Math.clamp(atMost.toMillis(), 1, Integer.MAX_VALUE)));
        connector.set(created);
        // Answered on the event loop of the connection, and so before the first byte can arrive.
        created.connect(client.getPort(), client.getAddress().getHostAddress()).onComplete(result -> {
            if (result.succeeded()) {
                connection.arrived(new DataConnection(result.result()));
            } else {
                connection.failed();
            }
        });
        return connection.await(atMost);
    }

    @Override
    public void close() {
        connection.close();
        NetClient used = connector.getAndSet(null);
        if (used != null) {
            used.close();
        }
    }
}
