package io.drawbridge.admin.security;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

import jakarta.inject.Singleton;

import io.drawbridge.database.AdministratorRow;
import io.drawbridge.database.ApiTokenRow;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.credential.TokenCredential;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** Knows programs by the token that they show (RFC 6750 §2.1). */
@Singleton
public final class BearerTokens implements HttpAuthenticationMechanism, IdentityProvider<TokenAuthenticationRequest> {
    private static final String TOKEN = "drawbridge.token";
    private static final String SCHEME = "Bearer ";
    /** How exactly it is known when a token was used last: a write for each request would be dear. */
    private static final Duration USE = Duration.ofMinutes(1);

    private final Administrators administrators;

    public BearerTokens(Administrators administrators) {
        this.administrators = administrators;
    }

    /** Whether a program has shown a token, and no person a password. */
    public static boolean isOf(SecurityIdentity identity) {
        return identity.getAttribute(TOKEN) != null;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext request, IdentityProviderManager providers) {
        String header = request.request().getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Uni.createFrom().nullItem();
        }
        String token = header.substring(SCHEME.length()).strip();
        return providers.authenticate(new TokenAuthenticationRequest(new TokenCredential(token, "bearer")));
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext request) {
        return Uni.createFrom().nullItem();
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of(TokenAuthenticationRequest.class);
    }

    @Override
    public Class<TokenAuthenticationRequest> getRequestType() {
        return TokenAuthenticationRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(TokenAuthenticationRequest request, AuthenticationRequestContext context) {
        return context.runBlocking(() -> identify(request.getToken().getToken()));
    }

    private SecurityIdentity identify(String token) {
        return QuarkusTransaction.requiringNew().call(() -> {
            Instant now = Instant.now();
            ApiTokenRow row = ApiTokenRow.of(Tokens.digest(token))
                    .filter(known -> known.expiresAt == null || known.expiresAt.isAfter(now))
                    .orElseThrow(AuthenticationFailedException::new);
            Optional<AdministratorRow> owner = AdministratorRow.named(row.owner).filter(known -> known.enabled);
            if (row.lastUsedAt == null || row.lastUsedAt.plus(USE).isBefore(now)) {
                row.lastUsedAt = now;
            }
            return owner.map(known -> administrators.identity(known, row.role).addAttribute(TOKEN, row.name).build())
                    .orElseThrow(AuthenticationFailedException::new);
        });
    }
}
