package io.drawbridge.ftp.tls;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;

import io.netty.buffer.ByteBuf;
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

    private final TlsRules rules;
    private final Sessions sessions;
    private final String worker;
    private final Instant certificateEnd;

    /** @throws GeneralSecurityException when key and certificate cannot be used */
    TlsContext(Vertx vertx, TlsConfiguration configuration, TlsRules rules) throws GeneralSecurityException {
        this.rules = rules;
        try {
            KeyStore store = configuration.getKeyStore();
            certificateEnd = firstEnd(store);
            KeyManagerFactory keys = configuration.getKeyStoreOptions().getKeyManagerFactory(vertx);
            Set<String> wanted = configuration.getSSLOptions().getEnabledSecureTransportProtocols();
            Set<String> protocols = PROTOCOLS.stream().filter(wanted::contains).collect(Collectors.toUnmodifiableSet());
            Optional<String> hindrance = hindrance(configuration, store, rules);
            worker = hindrance.map(why -> "Java, because " + why).orElse("BoringSSL");
            sessions = hindrance.isEmpty() ? new BoringSslSessions(new BoringSsl(keys, protocols))
                    : new JavaSessions(
                            new JavaSessions.Material(keys.getKeyManagers(), signers(vertx, configuration), protocols,
                                    configuration.getSSLOptions().getEnabledCipherSuites(), rules.clientCertificates()));
        } catch (GeneralSecurityException e) {
            throw e;
        } catch (Exception e) {
            throw new GeneralSecurityException(e.getMessage(), e);
        }
    }

    private TlsContext(TlsContext of) {
        rules = of.rules;
        certificateEnd = of.certificateEnd;
        worker = of.worker;
        sessions = of.sessions.apart();
    }

    /** Why Java has to do the work; empty when BoringSSL does it. */
    private static Optional<String> hindrance(TlsConfiguration configuration, KeyStore store, TlsRules rules)
            throws KeyStoreException {
        if (rules.provider() == TlsProvider.JAVA) {
            return Optional.of("it is set");
        }
        if (rules.clientCertificates()) {
            return Optional.of("it takes more kinds of certificates of clients");
        }
        if (!configuration.getSSLOptions().getEnabledCipherSuites().isEmpty()) {
            return Optional.of("cipher suites are set, and BoringSSL always has all of TLS 1.3");
        }
        if (!BoringSsl.takes(store)) {
            return Optional.of("there are several keys, or one that is neither RSA nor EC");
        }
        return BoringSsl.absence();
    }

    /** Accounts name the very certificates that they log in with: who has signed them counts only where operators say so. */
    private static TrustManager[] signers(Vertx vertx, TlsConfiguration configuration) throws Exception {
        TrustOptions trust = configuration.getTrustStoreOptions();
        return (trust == null ? InsecureTrustManagerFactory.INSTANCE : trust.getTrustManagerFactory(vertx)).getTrustManagers();
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

    /** Who does the work of TLS, and why it is not BoringSSL, in words for operators. */
    public String worker() {
        return worker;
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
        Side side = new Side(sessions);
        return switch (rules.resumption()) {
            case OFF, ALLOWED -> limited(side);
            case REQUIRED -> {
                side.remember = true;
                yield limited(side);
            }
        };
    }

    /**
     * The server's side of TLS for a data connection; goes first into its pipeline, or is released. The server has it also
     * where it is the one that connects (RFC 4217 §7).
     */
    public SslHandler forData() {
        return limited(new Side(switch (rules.resumption()) {
            case OFF -> sessions.apart();
            case ALLOWED, REQUIRED -> sessions;
        }));
    }

    private SslHandler limited(Side side) {
        side.setHandshakeTimeoutMillis(rules.handshakeTimeout().toMillis());
        side.setCloseNotifyFlushTimeoutMillis(rules.lastWords().toMillis());
        return side;
    }

    /**
     * Cuts off who makes TLS answer, as with requests for new keys, and does not read the answers; and who negotiates a
     * second time, which no client needs and one alone can keep a processor busy with.
     */
    private static final class Side extends SslHandler {
        private final Sessions sessions;
        /** Whether data connections are to resume the session that is made here. */
        private boolean remember;

        Side(Sessions sessions) {
            super(sessions.engine());
            this.sessions = sessions;
        }

        @Override
        public void handlerAdded(ChannelHandlerContext channel) throws Exception {
            if (remember) {
                handshakeFuture().addListener(end -> {
                    if (end.isSuccess()) {
                        sessions.remember(engine());
                    }
                });
            }
            super.handlerAdded(channel);
        }

        @Override
        public void channelRead(ChannelHandlerContext channel, Object message) throws Exception {
            super.channelRead(channel, message);
            if (channel.channel().bytesBeforeWritable() > MAX_UNSENT_BYTES) {
                channel.close();
            } else if (handshakeFuture().isSuccess() && sessions.negotiatesAgain(engine())) {
                channel.channel().close();
            }
        }
    }

    /** Whether a data connection that has made its handshake is what the setting asks for. */
    public boolean accepts(SslHandler data) {
        return switch (rules.resumption()) {
            case OFF, ALLOWED -> true;
            case REQUIRED -> sessions.isResumed(data.engine());
        };
    }

    /** An empty buffer for what is to be encrypted, of the kind that needs no copy. */
    public ByteBuf buffer(int capacity) {
        return sessions.buffer(capacity);
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
