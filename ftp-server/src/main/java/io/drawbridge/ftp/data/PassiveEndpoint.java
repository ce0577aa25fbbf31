package io.drawbridge.ftp.data;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;

/**
 * A listener for one data connection, from PASV or EPSV to the connection's end. Who connects from another address than
 * the control connection's is dropped, and the wait goes on (RFC 2577 §4).
 */
public final class PassiveEndpoint implements AutoCloseable {
    private static final int BACKLOG = 4;
    /** As many ports of the range as are tried when others on this machine hold them. */
    private static final int MAX_TRIES = 64;

    private final PassivePorts ports;
    private final int lentPort;
    private final NetServer server;
    private final CompletableFuture<DataConnection> connected = new CompletableFuture<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CompletableFuture<Void> givenBack = new CompletableFuture<>();

    private PassiveEndpoint(PassivePorts ports, int lentPort, NetServer server) {
        this.ports = ports;
        this.lentPort = lentPort;
        this.server = server;
    }

    /**
     * Listens on a port that is lent by {@code ports}. Blocks until the system has opened it.
     *
     * @param local the address of this machine that the client knows
     * @param peer the only address that may connect
     * @param strangers told of the others that try, from any thread
     * @return empty when no port is free
     */
    public static Optional<PassiveEndpoint> open(Vertx vertx, PassivePorts ports, InetAddress local, InetAddress peer,
            Consumer<InetAddress> strangers) {
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            OptionalInt port = ports.lend();
            if (port.isEmpty()) {
                return Optional.empty();
            }
            NetServer server = vertx.createNetServer(new NetServerOptions().setHost(local.getHostAddress())
                    .setPort(port.getAsInt()).setAcceptBacklog(BACKLOG).setReuseAddress(true).setTcpNoDelay(true));
            PassiveEndpoint endpoint = new PassiveEndpoint(ports, port.getAsInt(), server);
            server.connectHandler(socket -> endpoint.accept(socket, peer, strangers));
            // The accept itself may fail (no file handle left): the client's connection is lost, and time runs out here.
            server.exceptionHandler(problem -> {
            });
            try {
                server.listen().toCompletionStage().toCompletableFuture().get();
                return Optional.of(endpoint);
            } catch (ExecutionException e) {
                endpoint.close();
            } catch (InterruptedException e) {
                endpoint.close();
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    public int port() {
        return server.actualPort();
    }

    private void accept(NetSocket socket, InetAddress peer, Consumer<InetAddress> strangers) {
        DataConnection connection = new DataConnection(socket);
        InetAddress from = connection.remoteAddress();
        if (!peer.equals(from)) {
            connection.close();
            if (from != null) {
                strangers.accept(from);
            }
        } else if (!connected.complete(connection)) {
            connection.close();
        }
    }

    /**
     * Waits for the client.
     *
     * @return empty when nobody connected in time, or the endpoint was closed meanwhile
     */
    Optional<DataConnection> await(Duration atMost) {
        try {
            return Optional.of(connected.get(atMost.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException | CancellationException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Closes the listener and the connection; the port is given back soon after. Closing twice is harmless. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        if (!connected.cancel(false)) {
            connected.join().close();
        }
        server.close().onComplete(result -> {
            ports.giveBack(lentPort);
            givenBack.complete(null);
        });
    }

    /** Waits until the port has been given back. Not on an event loop. */
    public void awaitClosed() {
        givenBack.join();
    }
}
