package io.drawbridge.ftp.tls;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslCloseCompletionEvent;
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

    /** A native program is made without it: true already when it is made, so that nothing of BoringSSL comes into it. */
    private static final boolean IS_NATIVE = System.getProperty("org.graalvm.nativeimage.imagecode") != null;

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
        if (IS_NATIVE) {
            return Optional.of("this is a native program");
        }
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
        return limited(new ControlSide(sessions, rules.resumption() == Resumption.REQUIRED));
    }

    /**
     * The server's side of TLS for a data connection; goes first into its pipeline, or its engine is released. The server has
     * it also where it is the one that connects (RFC 4217 §7). In the pipeline it gives the channel the buffers that suit it.
     */
    public SslHandler forData() {
        return limited(new DataSide(switch (rules.resumption()) {
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
    private abstract static class Side extends SslHandler {
        final Sessions sessions;
        private final ClientsEnd end = new ClientsEnd(engine());

        Side(Sessions sessions) {
            super(sessions.engine());
            this.sessions = sessions;
        }

        @Override
        public void handlerAdded(ChannelHandlerContext channel) throws Exception {
            channel.pipeline().addAfter(channel.name(), null, end);
            super.handlerAdded(channel);
        }

        @Override
        public void handlerRemoved0(ChannelHandlerContext channel) throws Exception {
            super.handlerRemoved0(channel);
            if (!end.here.isRemoved()) {
                channel.pipeline().remove(end);
            }
        }

        @Override
        protected void decode(ChannelHandlerContext channel, ByteBuf in, List<Object> out) throws SSLException {
            super.decode(channel, in, out);
            end.tellIfHeldBack();
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

    private static final class ControlSide extends Side {
        /** Whether data connections are to resume the session that is made here. */
        private final boolean remember;

        ControlSide(Sessions sessions, boolean remember) {
            super(sessions);
            this.remember = remember;
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
    }

    private static final class DataSide extends Side {
        DataSide(Sessions sessions) {
            super(sessions);
        }

        @Override
        public void handlerAdded(ChannelHandlerContext channel) throws Exception {
            sessions.buffers().ifPresent(channel.channel().config()::setAllocator);
            super.handlerAdded(channel);
        }
    }

    /**
     * Holds back what is said of the client's end of TLS until it has come: with BoringSSL it is said already when the client
     * sends something after this side has ended TLS, and then what goes on in TLS would pass for commands in clear.
     */
    private static final class ClientsEnd extends ChannelInboundHandlerAdapter {
        private final SSLEngine engine;
        /** Null before it is added. */
        private ChannelHandlerContext here;
        private boolean heldBack;

        ClientsEnd(SSLEngine engine) {
            this.engine = engine;
        }

        @Override
        public void handlerAdded(ChannelHandlerContext channel) {
            here = channel;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext channel, Object event) {
            if (event instanceof SslCloseCompletionEvent notice && notice.isSuccess() && !engine.isInboundDone()) {
                heldBack = true;
            } else {
                channel.fireUserEventTriggered(event);
            }
        }

        /** Before what stands behind the end is looked at. */
        void tellIfHeldBack() {
            if (heldBack && engine.isInboundDone()) {
                heldBack = false;
                here.fireUserEventTriggered(SslCloseCompletionEvent.SUCCESS);
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

    /** What the client has shown in a handshake that has been made; empty for nothing of use. */
    public Optional<ClientCertificate> shownTo(SslHandler control) {
        return rules.clientCertificates() ? ClientCertificate.shownTo(control.engine()) : Optional.empty();
    }

    /** Whether an upload is whole when the client ends its data connection without close_notify. */
    public boolean acceptsSilentEnds() {
        return rules.silentEnds();
    }
}
