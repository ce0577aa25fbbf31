package io.drawbridge.ftp.tls;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import javax.net.ssl.SSLEngine;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.internal.tcnative.SSL;

/**
 * TLS by BoringSSL. Each session is bound to the name of these here: with a ticket of others the client makes a new session, as
 * if it had shown none.
 */
final class BoringSslSessions implements Sessions {
    private static final AtomicLong NAMES = new AtomicLong();
    private static final byte[] NOTHING = {};

    private final BoringSsl library;
    private final byte[] name = ByteBuffer.allocate(Long.BYTES).putLong(NAMES.incrementAndGet()).array();
    /** The digest of the secret of the session that is remembered, where it stays the same in those that come from it. */
    private volatile byte[] remembered = NOTHING;

    BoringSslSessions(BoringSsl library) {
        this.library = library;
    }

    @Override
    public Sessions apart() {
        return new BoringSslSessions(library);
    }

    @Override
    public SSLEngine engine() {
        return library.engine(name);
    }

    @Override
    public void remember(SSLEngine control) {
        ReferenceCountedOpenSslEngine engine = (ReferenceCountedOpenSslEngine) control;
        synchronized (engine) {
            remembered = secret(engine);
        }
    }

    /**
     * In TLS 1.3 nobody but the client has a ticket of these sessions, because tickets go out behind the handshake, and not
     * at all to whoever has resumed none. In TLS 1.2 a stranger's refused handshake has made a session too, with a secret of
     * its own.
     */
    @Override
    public boolean isResumed(SSLEngine data) {
        ReferenceCountedOpenSslEngine engine = (ReferenceCountedOpenSslEngine) data;
        // So that it is not freed meanwhile, when the connection has ended.
        synchronized (engine) {
            return engine.sslPointer() != 0 && SSL.isSessionReused(engine.sslPointer())
                    && MessageDigest.isEqual(secret(engine), remembered);
        }
    }

    /** The digest of the secret that a session of TLS 1.2 has as long as it lives; empty in TLS 1.3. */
    private static byte[] secret(ReferenceCountedOpenSslEngine engine) {
        if (engine.sslPointer() == 0 || engine.getSession().getProtocol().equals("TLSv1.3")) {
            return NOTHING;
        }
        try {
            return MessageDigest.getInstance("SHA-256").digest(SSL.getMasterKey(engine.sslPointer()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has it", e);
        }
    }

    /** BoringSSL answers it with an error. */
    @Override
    public boolean negotiatesAgain(SSLEngine engine) {
        return false;
    }

    @Override
    public Optional<ByteBufAllocator> buffers() {
        return Optional.of(TlsBuffers.pool());
    }
}
