package io.drawbridge.admin.security;

import java.util.Optional;

import jakarta.inject.Singleton;

import org.hibernate.Session;

import io.drawbridge.admin.problem.BannedException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.vertx.ext.web.RoutingContext;

/** Who guesses passwords and tokens here is counted and banned as at the FTP door, and is banned at both. */
@Singleton
public final class Guessing {
    private static final String BANNED = """
            SELECT cast(ceil(extract(epoch FROM b.until - now())) AS bigint) FROM ban_of(cast(?1 AS inet), now()) b
            WHERE NOT EXISTS (SELECT FROM access_of(cast(?1 AS inet)) r WHERE r.access = 'ALLOW')""";

    private final Session database;

    public Guessing(Session database) {
        this.database = database;
    }

    /** Blocks. To be called before anything is compared. */
    void refuseBanned(String address) {
        Optional<Long> seconds = QuarkusTransaction.requiringNew().call(() -> database.createNativeQuery(BANNED, Long.class)
                .setParameter(1, address).getResultStream().findFirst());
        if (seconds.isPresent()) {
            throw new BannedException(seconds.get());
        }
    }

    /** Blocks. It was wrong. */
    void count(String address) {
        QuarkusTransaction.requiringNew().run(() -> database.createNativeQuery(
                "SELECT cast(score(ARRAY[cast(?1 AS inet)], ARRAY['FAILED_LOGIN'], ARRAY[1]) AS text)", String.class)
                .setParameter(1, address).getSingleResult());
    }

    /** From where it is asked. */
    static String addressOf(AuthenticationRequest request) {
        return addressOf(HttpSecurityUtils.getRoutingContextAttribute(request));
    }

    static String addressOf(RoutingContext request) {
        return request.request().remoteAddress().hostAddress();
    }
}
