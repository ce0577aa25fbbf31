package io.drawbridge.ftp.tls;

import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

import io.netty.buffer.ByteBufAllocator;

/** TLS by Java itself: on every platform, and with all that can be set. */
final class JavaSessions implements Sessions {
    /**
     * Key and certificate, and what is agreed on with clients.
     *
     * @param signers of the certificates of clients
     * @param protocols of TLS, as Java names them
     * @param suites empty for those of Java
     * @param clientCertificates whether clients are asked for one
     */
    record Material(KeyManager[] keys, TrustManager[] signers, Set<String> protocols, Set<String> suites,
            boolean clientCertificates) {
    }

    private final Material material;
    private final SSLContext context;
    /** In milliseconds of the system's clock. */
    private volatile long rememberedFrom = Long.MIN_VALUE;

    JavaSessions(Material material) {
        this.material = material;
        try {
            context = SSLContext.getInstance("TLS");
            context.init(material.keys, material.signers, null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has TLS", e);
        }
    }

    @Override
    public Sessions apart() {
        return new JavaSessions(material);
    }

    @Override
    public SSLEngine engine() {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setUseCipherSuitesOrder(true);
        parameters.setWantClientAuth(material.clientCertificates);
        parameters.setProtocols(material.protocols.toArray(String[]::new));
        if (!material.suites.isEmpty()) {
            parameters.setCipherSuites(
                    Stream.of(engine.getSupportedCipherSuites()).filter(material.suites::contains).toArray(String[]::new));
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    @Override
    public void remember(SSLEngine control) {
        rememberedFrom = control.getSession().getCreationTime();
    }

    /** One that is resumed keeps the time of the one that it came from; whoever made another later is somebody else. */
    @Override
    public boolean isResumed(SSLEngine data) {
        return data.getSession().getCreationTime() <= rememberedFrom;
    }

    /** Only before TLS 1.3. Java can be told to refuse it, but only before anything in the process has used TLS. */
    @Override
    public boolean negotiatesAgain(SSLEngine engine) {
        return engine.getHandshakeStatus() == HandshakeStatus.NEED_UNWRAP
                && engine.getSession().getProtocol().equals("TLSv1.2");
    }

    @Override
    public Optional<ByteBufAllocator> buffers() {
        return Optional.empty();
    }
}
