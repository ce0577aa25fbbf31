package io.drawbridge.ftp.tls;

import java.util.Optional;

import javax.net.ssl.SSLEngine;

import io.netty.buffer.ByteBufAllocator;

/**
 * TLS sessions of which one may be resumed by whoever made it, and engines for the connections that make and resume them. How
 * to tell that one was resumed, and how little it takes to make one, depends on who does the work. Thread-safe.
 */
sealed interface Sessions permits JavaSessions, BoringSslSessions {
    /** With the same key and certificate, and apart: no session of here is resumed there, and none of there is here. */
    Sessions apart();

    /** The server's side of one connection. The handler that it is given to releases it when it leaves its pipeline. */
    SSLEngine engine();

    /** From now on only this session is {@linkplain #isResumed resumed}. On the event loop, after its handshake. */
    void remember(SSLEngine control);

    /** Whether a connection has resumed the session that was remembered, or one that came from it. After its handshake. */
    boolean isResumed(SSLEngine data);

    /** Whether the client begins a second negotiation, where the engine does not refuse that itself. */
    boolean negotiatesAgain(SSLEngine engine);

    /** For the buffers of a data connection, so that what is in them is worked on where it is; empty for those that it has. */
    Optional<ByteBufAllocator> buffers();
}
