package io.drawbridge.ftp.tls;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

import io.netty.handler.ssl.SslHandler;
import io.quarkus.tls.TlsConfiguration;

/**
 * One state of the key material with the sessions that were made under it. A control connection and its data connections
 * use the same, also when the certificate is renewed meanwhile, so that the client can resume. Thread-safe.
 */
public final class TlsContext {
    /** What is older is broken (RFC 8996), whatever the configuration says. */
    private static final Set<String> PROTOCOLS = Set.of("TLSv1.2", "TLSv1.3");

    private final TlsConfiguration configuration;
    private final Resumption resumption;
    private final Duration handshakeTimeout;
    private final Duration lastWords;
    private final SSLContext context;

    /**
     * @param handshakeTimeout how long a client may take for its part of the handshake
     * @param lastWords how long the notice that the connection ends may take to be sent
     * @throws GeneralSecurityException when key and certificate cannot be used
     */
    TlsContext(TlsConfiguration configuration, Resumption resumption, Duration handshakeTimeout, Duration lastWords)
            throws GeneralSecurityException {
        this.configuration = configuration;
        this.resumption = resumption;
        this.handshakeTimeout = handshakeTimeout;
        this.lastWords = lastWords;
        this.context = newContext();
    }

    /** With no session in it. */
    private SSLContext newContext() throws GeneralSecurityException {
        try {
            return configuration.createSSLContext();
        } catch (GeneralSecurityException e) {
            throw e;
        } catch (Exception e) {
            throw new GeneralSecurityException(e.getMessage(), e);
        }
    }

    /** The server's side of TLS for a control connection; goes first into its pipeline. */
    public SslHandler forControl() {
        return handler(context);
    }

    /**
     * The server's side of TLS for a data connection; goes first into its pipeline. The server has it also where it is
     * the one that connects (RFC 4217 §7).
     *
     * @throws GeneralSecurityException when key and certificate cannot be used any more
     */
    public SslHandler forData() throws GeneralSecurityException {
        return handler(switch (resumption) {
            case OFF -> newContext();
            case ALLOWED, REQUIRED -> context;
        });
    }

    private SslHandler handler(SSLContext sessions) {
        SSLEngine engine = sessions.createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setUseCipherSuitesOrder(true);
        Set<String> wanted = configuration.getSSLOptions().getEnabledSecureTransportProtocols();
        parameters.setProtocols(PROTOCOLS.stream().filter(wanted::contains).toArray(String[]::new));
        Set<String> suites = configuration.getSSLOptions().getEnabledCipherSuites();
        if (!suites.isEmpty()) {
            parameters.setCipherSuites(
                    Stream.of(engine.getSupportedCipherSuites()).filter(suites::contains).toArray(String[]::new));
        }
        engine.setSSLParameters(parameters);
        SslHandler handler = new SslHandler(engine);
        handler.setHandshakeTimeoutMillis(handshakeTimeout.toMillis());
        handler.setCloseNotifyFlushTimeoutMillis(lastWords.toMillis());
        return handler;
    }

    /**
     * Whether a data connection that has made its handshake is what the setting asks for.
     *
     * @param begun when its handshake began, in milliseconds of the system's clock
     */
    public boolean accepts(SslHandler data, long begun) {
        return switch (resumption) {
            case OFF, ALLOWED -> true;
            // A resumed session keeps the time of the one that it came from.
            case REQUIRED -> data.engine().getSession().getCreationTime() < begun;
        };
    }
}
