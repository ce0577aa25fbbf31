package io.drawbridge.admin.events;

import java.time.Duration;

import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Singleton;

import io.drawbridge.admin.security.May;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticator;
import io.vertx.ext.web.RoutingContext;

/** Whether who began a long answer might still ask for it now: with the same login or token, looked at anew. */
@Singleton
class Standing {
    private static final Duration AT_MOST = Duration.ofSeconds(10);

    private final HttpAuthenticator authenticator;

    Standing(HttpAuthenticator authenticator) {
        this.authenticator = authenticator;
    }

    /** Blocks. While that cannot be found out, because the database is away, it holds. */
    @ActivateRequestContext
    boolean holds(RoutingContext request) {
        try {
            SecurityIdentity identity = authenticator.attemptAuthentication(request).await().atMost(AT_MOST);
            return identity != null && identity.hasRole(May.SEE);
        } catch (SecurityException e) {
            return false;
        } catch (RuntimeException e) {
            return true;
        }
    }
}
