package io.drawbridge.ftp.server;

import java.util.Optional;

import io.drawbridge.ftp.tls.ClientCertificate;
import io.drawbridge.ftp.tls.TlsContext;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/**
 * Whether a control connection is in TLS just now: it may begin in it, go into it (AUTH), and leave it (CCC, REIN). On the
 * connection's event loop.
 *
 * <pre>
 * clear --begin--> on --leave--> leaving --hasLeft--> clear
 * </pre>
 */
final class ControlTls {
    private final Channel channel;
    /** Null in clear. */
    private SslHandler handler;
    private boolean leaving;
    private Optional<ClientCertificate> certificate = Optional.empty();

    ControlTls(Channel channel) {
        this.channel = channel;
    }

    /** @return when client and server have agreed, or could not */
    Future<Void> begin(TlsContext offered) {
        SslHandler begun = offered.forControl();
        handler = begun;
        Promise<Void> agreed = Promise.promise();
        channel.pipeline().addFirst(begun);
        begun.handshakeFuture().addListener(end -> {
            if (end.isSuccess()) {
                certificate = offered.shownTo(begun);
                agreed.complete();
            } else {
                agreed.fail(end.cause());
            }
        });
        return agreed.future();
    }

    boolean isOn() {
        return handler != null;
    }

    /** Client and server have not agreed yet. */
    boolean isBeginning() {
        return handler != null && !handler.handshakeFuture().isDone();
    }

    /** As Java names the version of TLS that was agreed on. */
    String protocol() {
        return handler.engine().getSession().getProtocol();
    }

    /** What the client has shown last, if it has shown one. */
    Optional<ClientCertificate> certificate() {
        return certificate;
    }

    /** This side ends TLS, and not the connection: it goes on in clear when the client has ended its side too. */
    void leave() {
        leaving = true;
        handler.closeOutbound();
    }

    /** Until {@link #hasLeft}. */
    boolean isLeaving() {
        return leaving;
    }

    /** The client has ended its side: what came in clear behind that goes on to whoever reads the connection. */
    void remove() {
        SslHandler left = handler;
        handler = null;
        channel.pipeline().remove(left);
    }

    void hasLeft() {
        leaving = false;
    }

    /** @param then when the client has been told that nothing more comes in TLS; at once in clear */
    void end(Runnable then) {
        if (handler == null) {
            then.run();
        } else {
            handler.closeOutbound().addListener(told -> then.run());
        }
    }
}
