package io.drawbridge.ftp.data;

import java.nio.channels.ClosedChannelException;

import javax.net.ssl.SSLEngine;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.PendingWriteQueue;

/**
 * Keeps back the tickets for new sessions that TLS 1.3 sends when the handshake has ended, until the server has something
 * to say itself. Clients that upload do not read them; and when such a client closes, its system finds something unread and
 * sends a reset, which takes with it what was still on its way.
 */
final class HeldTickets extends ChannelOutboundHandlerAdapter {
    private final SSLEngine engine;
    private PendingWriteQueue held;
    private boolean letGo;

    HeldTickets(SSLEngine engine) {
        this.engine = engine;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        held = new PendingWriteQueue(context);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        held.removeAndFailAll(new ClosedChannelException());
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (!letGo && isAfterHandshake()) {
            held.add(message, promise);
        } else {
            context.write(message, promise);
        }
    }

    /** Before it the engine has no session yet, during it one that is being made. */
    private boolean isAfterHandshake() {
        return engine.getSession().getProtocol().equals("TLSv1.3") && engine.getHandshakeSession() == null;
    }

    /** On the event loop; more than once is harmless. */
    void letGo() {
        if (!letGo) {
            letGo = true;
            held.removeAndWriteAll();
        }
    }
}
