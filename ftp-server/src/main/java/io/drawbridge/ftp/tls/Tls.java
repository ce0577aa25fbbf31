package io.drawbridge.ftp.tls;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Optional;

import org.jboss.logging.Logger;

import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.Vertx;

/** Whether there is TLS on this server, and with which key material at the moment. Thread-safe. */
public final class Tls {
    /** The name under which Quarkus knows the key material. */
    public static final String CONFIGURATION = "ftp";
    private static final Logger LOG = Logger.getLogger(Tls.class);

    private final Vertx vertx;
    private final TlsRules rules;
    private volatile Optional<TlsContext> context = Optional.empty();

    /** @throws GeneralSecurityException when there is key material that cannot be used */
    public Tls(Vertx vertx, TlsConfigurationRegistry registry, TlsRules rules) throws GeneralSecurityException {
        this.vertx = vertx;
        this.rules = rules;
        Optional<TlsConfiguration> configuration = registry.get(CONFIGURATION)
                .filter(one -> one.getKeyStoreOptions() != null);
        if (configuration.isPresent()) {
            context = Optional.of(new TlsContext(vertx, configuration.get(), rules));
            LOG.infof("TLS is done by %s", context.get().worker());
        }
    }

    /** Key and certificate have been read again: connections that begin from now on get the new ones. */
    public void renewed(TlsConfiguration configuration) {
        try {
            context = Optional.of(new TlsContext(vertx, configuration, rules));
            LOG.info("the certificate has been read again");
        } catch (GeneralSecurityException e) {
            LOG.errorf("the certificate that was read again cannot be used, the old one stays: %s", e.getMessage());
        }
    }

    /** For a connection that begins; empty when there is no certificate. */
    public Optional<TlsContext> context() {
        return context;
    }

    /** When the certificate ends that connections get now; empty when there is none. */
    public Optional<Instant> certificateEnd() {
        return context.map(TlsContext::certificateEnd);
    }

    /** For a client that asks for TLS with AUTH; empty when it cannot have it. */
    public Optional<TlsContext> offered() {
        return switch (rules.policy()) {
            case OFF -> Optional.empty();
            case ALLOWED, REQUIRED -> context;
        };
    }

    /** Whether clients must use it. */
    public boolean isRequired() {
        return rules.policy() == TlsPolicy.REQUIRED;
    }
}
