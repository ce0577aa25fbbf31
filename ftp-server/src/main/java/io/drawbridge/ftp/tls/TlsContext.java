package io.drawbridge.ftp.tls;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.quarkus.tls.TlsConfiguration;
import io.vertx.core.Vertx;
import io.vertx.core.net.TrustOptions;

/**
 * One state of the key material with the sessions that were made under it. A control connection and its data connections
 * use the same, also when the certificate is renewed meanwhile, so that the client can resume. Thread-safe.
 */
public final class TlsContext {
    /** What is older is broken (RFC 8996), whatever the configuration says. */
    private static final Set<String> PROTOCOLS = Set.of("TLSv1.2", "TLSv1.3");

    /** Replies and pieces of files are waited for long before that. */
    private static final int MAX_UNSENT_BYTES = 1 << 20;

    private final TlsConfiguration configuration;
    private final TlsRules rules;
    private final KeyManager[] keys;
    private final TrustManager[] signers;
    private final SSLContext context;
    private final Instant certificateEnd;

    /** @throws GeneralSecurityException when key and certificate cannot be used */
    TlsContext(Vertx vertx, TlsConfiguration configuration, TlsRules rules) throws GeneralSecurityException {
        this.configuration = configuration;
        this.rules = rules;
        try {
            TrustOptions trust = configuration.getTrustStoreOptions();
            // Accounts name the very certificates that they log in with: who has signed them counts only where operators say so.
            TrustManagerFactory trusted = trust == null ? InsecureTrustManagerFactory.INSTANCE
                    : trust.getTrustManagerFactory(vertx);
            keys = configuration.getKeyStoreOptions().getKeyManagerFactory(vertx).getKeyManagers();
            signers = trusted.getTrustManagers();
            certificateEnd = firstEnd(configuration.getKeyStore());
        } catch (GeneralSecurityException e) {
            throw e;
        } catch (Exception e) {
            throw new GeneralSecurityException(e.getMessage(), e);
        }
        this.context = newContext();
    }

    private TlsContext(TlsContext of) {
        configuration = of.configuration;
        rules = of.rules;
        keys = of.keys;
        signers = of.signers;
        certificateEnd = of.certificateEnd;
        context = newContext();
    }

    /** With no session in it. */
    private SSLContext newContext() {
        try {
            SSLContext made = SSLContext.getInstance("TLS");
            made.init(keys, signers, null);
            return made;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has TLS", e);
        }
    }

    /** Of the certificates that may be shown; whoever signed them ends later. */
    private static Instant firstEnd(KeyStore store) throws KeyStoreException {
        Instant first = Instant.MAX;
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias) && store.getCertificate(alias) instanceof X509Certificate shown
                    && shown.getNotAfter().toInstant().isBefore(first)) {
                first = shown.getNotAfter().toInstant();
            }
        }
        return first;
    }

    /** When the certificate ends. */
    Instant certificateEnd() {
        return certificateEnd;
    }

    /**
     * For a control connection that begins: where its data connections must resume its session, nobody else has one of here.
     */
    public TlsContext forOneClient() {
        return switch (rules.resumption()) {
            case OFF, ALLOWED -> this;
            case REQUIRED -> new TlsContext(this);
        };
    }

    /** The server's side of TLS for a control connection; goes first into its pipeline. */
    public SslHandler forControl() {
        return handler(context);
    }

    /**
     * The server's side of TLS for a data connection; goes first into its pipeline. The server has it also where it is
     * the one that connects (RFC 4217 §7).
     */
    public SslHandler forData() {
        return handler(switch (rules.resumption()) {
            case OFF -> newContext();
            case ALLOWED, REQUIRED -> context;
        });
    }

    private SslHandler handler(SSLContext sessions) {
        SSLEngine engine = sessions.createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setUseCipherSuitesOrder(true);
        parameters.setWantClientAuth(rules.clientCertificates());
        Set<String> wanted = configuration.getSSLOptions().getEnabledSecureTransportProtocols();
        parameters.setProtocols(PROTOCOLS.stream().filter(wanted::contains).toArray(String[]::new));
        Set<String> suites = configuration.getSSLOptions().getEnabledCipherSuites();
        if (!suites.isEmpty()) {
            parameters.setCipherSuites(
                    Stream.of(engine.getSupportedCipherSuites()).filter(suites::contains).toArray(String[]::new));
        }
        engine.setSSLParameters(parameters);
        SslHandler handler = new Side(engine);
        handler.setHandshakeTimeoutMillis(rules.handshakeTimeout().toMillis());
        handler.setCloseNotifyFlushTimeoutMillis(rules.lastWords().toMillis());
        return handler;
    }

    /**
     * Cuts off who makes TLS answer, as with requests for new keys, and does not read the answers; and who negotiates a
     * second time, which no client needs and one alone can keep a processor busy with.
     */
    private static final class Side extends SslHandler {
        Side(SSLEngine engine) {
            super(engine);
        }

        @Override
        public void channelRead(ChannelHandlerContext channel, Object message) throws Exception {
            super.channelRead(channel, message);
            if (channel.channel().bytesBeforeWritable() > MAX_UNSENT_BYTES) {
                channel.close();
            } else if (handshakeFuture().isSuccess() && negotiatesAgain()) {
                channel.channel().close();
            }
        }

        /** Only before TLS 1.3. Java can be told to refuse it, but only before anything in the process has used TLS. */
        private boolean negotiatesAgain() {
            return engine().getHandshakeStatus() == HandshakeStatus.NEED_UNWRAP
                    && engine().getSession().getProtocol().equals("TLSv1.2");
        }
    }

    /**
     * Whether a data connection that has made its handshake is what the setting asks for.
     *
     * @param begun when its handshake began, in milliseconds of the system's clock
     */
    public boolean accepts(SslHandler data, long begun) {
        return switch (rules.resumption()) {
            case OFF, ALLOWED -> true;
            // A resumed session keeps the time of the one that it came from.
            case REQUIRED -> data.engine().getSession().getCreationTime() < begun;
        };
    }

    /** What the client has shown in a handshake that has been made; empty for nothing of use. */
    public Optional<ClientCertificate> shownTo(SslHandler control) {
        return rules.clientCertificates() ? ClientCertificate.shownTo(control.engine()) : Optional.empty();
    }

    /** Whether an upload is whole when the client ends its data connection without close_notify. */
    public boolean acceptsSilentEnds() {
        return rules.silentEnds();
    }
}
