package io.drawbridge.ftp.tls;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;

import org.jboss.logging.Logger;

import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;

/** Whether there is TLS on this server, and with which key material at the moment. Thread-safe. */
public final class Tls {
    /** The name under which Quarkus knows the key material; without a dash, which an environment variable could not say. */
    public static final String CONFIGURATION = "ftp";
    private static final Logger LOG = Logger.getLogger(Tls.class);

    private final TlsPolicy policy;
    private final Resumption resumption;
    private final Duration handshakeTimeout;
    private final Duration lastWords;
    private volatile Optional<TlsContext> context = Optional.empty();

    /**
     * @param handshakeTimeout how long a client may take for its part of the handshake
     * @param lastWords how long the notice that a connection ends may take to be sent
     * @throws GeneralSecurityException when there is key material that cannot be used
     */
    public Tls(TlsConfigurationRegistry registry, TlsPolicy policy, Resumption resumption, Duration handshakeTimeout,
            Duration lastWords) throws GeneralSecurityException {
        this.policy = policy;
        this.resumption = resumption;
        this.handshakeTimeout = handshakeTimeout;
        this.lastWords = lastWords;
        Optional<TlsConfiguration> configuration = registry.get(CONFIGURATION)
                .filter(one -> one.getKeyStoreOptions() != null);
        if (configuration.isPresent()) {
            context = Optional.of(contextOf(configuration.get()));
        }
    }

    private TlsContext contextOf(TlsConfiguration configuration) throws GeneralSecurityException {
        return new TlsContext(configuration, resumption, handshakeTimeout, lastWords);
    }

    /** Key and certificate have been read again: connections that begin from now on get the new ones. */
    public void renewed(TlsConfiguration configuration) {
        try {
            context = Optional.of(contextOf(configuration));
            LOG.info("the certificate has been read again");
        } catch (GeneralSecurityException e) {
            LOG.errorf("the certificate that was read again cannot be used, the old one stays: %s", e.getMessage());
        }
    }

    /** For a connection that begins; empty when there is no certificate. */
    public Optional<TlsContext> context() {
        return context;
    }

    /** For a client that asks for TLS with AUTH; empty when it cannot have it. */
    public Optional<TlsContext> offered() {
        return switch (policy) {
            case OFF -> Optional.empty();
            case ALLOWED, REQUIRED -> context;
        };
    }

    /** Whether clients must use it. */
    public boolean isRequired() {
        return policy == TlsPolicy.REQUIRED;
    }
}
