package io.drawbridge.ftp.server;

import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;

import org.jboss.logging.Logger;

import io.drawbridge.program.StartFailure;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;

/**
 * A port for whoever looks whether clients can be sent here. It is open only while they can: some load balancers connect and
 * read nothing. Any thread.
 */
final class ProbePort {
    private static final Buffer READY = Buffer.buffer("220 Ready\r\n");
    private static final Logger LOG = Logger.getLogger(ProbePort.class);

    private final Vertx vertx;
    private final String host;
    private final BooleanSupplier isReady;
    private int port;
    /** Null while the port is closed. */
    private NetServer server;
    private boolean toldOfFailure;

    /** @param port 0 for any free one, which it keeps */
    ProbePort(Vertx vertx, String host, int port, BooleanSupplier isReady) {
        this.vertx = vertx;
        this.host = host;
        this.port = port;
        this.isReady = isReady;
    }

    synchronized int port() {
        return port;
    }

    /** For the first time: this node is about to be ready. Blocks until it is open. */
    synchronized void open() {
        server = create();
        try {
            port = server.listen().toCompletionStage().toCompletableFuture().get().actualPort();
        } catch (ExecutionException e) {
            throw new StartFailure("cannot listen on " + host + " port " + port + " (drawbridge.ftp.host,"
                    + " drawbridge.ftp.probe-port): " + e.getCause().getMessage(), e);
        } catch (InterruptedException e) {
            throw new StartFailure("interrupted", e);
        }
    }

    /** Opens or closes it, when readiness has changed. */
    synchronized void look() {
        boolean ready = isReady.getAsBoolean();
        if (ready && server == null) {
            NetServer opening = create();
            server = opening;
            opening.listen().onSuccess(open -> opened()).onFailure(problem -> {
                failed(opening, problem);
            });
        } else if (!ready && server != null) {
            server.close();
            server = null;
        }
    }

    private synchronized void failed(NetServer opening, Throwable problem) {
        if (!toldOfFailure) {
            toldOfFailure = true;
            LOG.warnf("cannot listen on %s port %d (drawbridge.ftp.probe-port) just now: %s", host, port, problem.getMessage());
        }
        if (server == opening) {
            server = null;
        }
    }

    private synchronized void opened() {
        toldOfFailure = false;
    }

    private NetServer create() {
        return vertx.createNetServer(new NetServerOptions().setHost(host).setPort(port).setReuseAddress(true))
                .connectHandler(socket -> socket.end(READY));
    }
}
