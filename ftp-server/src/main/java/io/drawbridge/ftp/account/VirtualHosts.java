package io.drawbridge.ftp.account;

import java.util.Locale;
import java.util.Optional;

import jakarta.inject.Singleton;

import io.drawbridge.database.VirtualHostRow;
import io.quarkus.narayana.jta.QuarkusTransaction;

/** The names that a client may give with HOST. */
@Singleton
public final class VirtualHosts {

    /**
     * @param name in any case (RFC 7151 §3.1)
     * @return empty when there is no such host
     * @throws RuntimeException when the database does not answer
     */
    public Optional<VirtualHost> named(String name) {
        return QuarkusTransaction.requiringNew().call(() -> VirtualHostRow.named(name.toLowerCase(Locale.ROOT)))
                .map(host -> new VirtualHost(host.name, host.banner.isBlank() ? "Host " + host.name : host.banner));
    }
}
