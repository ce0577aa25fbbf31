package io.drawbridge.ftp.tls;

import java.lang.ref.Cleaner;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslCachingX509KeyManagerFactory;
import io.netty.handler.ssl.OpenSslServerSessionContext;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.ReferenceCountedOpenSslServerContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;

/**
 * One key and certificate in the hands of BoringSSL: in C, and several times as fast as Java. What it holds outside the heap
 * is given back when this object and all connections that were made with it are gone. Thread-safe.
 */
final class BoringSsl {
    /** As long as Java keeps sessions, in seconds. */
    private static final long SESSION_TIMEOUT = 24 * 60 * 60;
    private static final Set<String> KEYS = Set.of("RSA", "EC");
    private static final Cleaner CLEANER = Cleaner.create();

    private final ReferenceCountedOpenSslServerContext context;
    private final OpenSslServerSessionContext sessions;

    /**
     * @param protocols of TLS, as Java names them
     * @throws GeneralSecurityException when key and certificate cannot be used
     */
    BoringSsl(KeyManagerFactory keys, Set<String> protocols) throws GeneralSecurityException {
        try {
            context = (ReferenceCountedOpenSslServerContext) SslContextBuilder
                    .forServer(new OpenSslCachingX509KeyManagerFactory(keys)).sslProvider(SslProvider.OPENSSL_REFCNT)
                    // Clients are not asked for certificates; without it those that come with Java would be read.
                    .trustManager(InsecureTrustManagerFactory.INSTANCE).protocols(protocols)
                    .ciphers(suitesOfJava(), SupportedCipherSuiteFilter.INSTANCE).sessionTimeout(SESSION_TIMEOUT).build();
        } catch (SSLException e) {
            throw new GeneralSecurityException(e.getMessage(), e);
        }
        sessions = context.sessionContext();
        // Of TLS 1.2 too, with keys that BoringSSL makes and changes itself: then nothing is kept here for who may come again.
        sessions.setTicketKeys();
        ReferenceCountedOpenSslServerContext held = context;
        CLEANER.register(this, held::release);
    }

    /** What the operator of this machine has switched off in Java is off here too. */
    private static List<String> suitesOfJava() throws GeneralSecurityException {
        return Arrays.asList(SSLContext.getDefault().getDefaultSSLParameters().getCipherSuites());
    }

    /** Why it is not to be had on this machine; empty when it is. */
    static Optional<String> absence() {
        return OpenSsl.isAvailable() ? Optional.empty()
                : Optional.of("BoringSSL cannot be loaded: " + OpenSsl.unavailabilityCause());
    }

    /** Whether it can be given this key: one alone, because it chooses among several by rules of its own. */
    static boolean takes(KeyStore store) throws KeyStoreException {
        List<String> keys = Collections.list(store.aliases()).stream().filter(alias -> isKey(store, alias)).toList();
        return keys.size() == 1 && KEYS.contains(store.getCertificate(keys.getFirst()).getPublicKey().getAlgorithm());
    }

    private static boolean isKey(KeyStore store, String alias) {
        try {
            return store.isKeyEntry(alias);
        } catch (KeyStoreException e) {
            throw new IllegalStateException("it has been read", e);
        }
    }

    /**
     * The server's side of one connection.
     *
     * @param name of the sessions that it may resume, at most 32 bytes: a session is bound to the name with which it was made
     */
    synchronized ReferenceCountedOpenSslEngine engine(byte[] name) {
        // A connection takes over the name that is set at the moment.
        if (!sessions.setSessionIdContext(name)) {
            throw new IllegalStateException("the name of the sessions is too long");
        }
        // A handler's engine, unlike one that is asked for alone, encrypts several records in one go.
        return (ReferenceCountedOpenSslEngine) context.newHandler(PooledByteBufAllocator.DEFAULT).engine();
    }
}
