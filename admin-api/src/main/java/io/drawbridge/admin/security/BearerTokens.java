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
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
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
    private final Guessing guessing;

    public BearerTokens(Administrators administrators, Guessing guessing) {
        this.administrators = administrators;
        this.guessing = guessing;
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
        AuthenticationRequest shown = new TokenAuthenticationRequest(new TokenCredential(token, "bearer"));
        return providers.authenticate(HttpSecurityUtils.setRoutingContextAttribute(shown, request));
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
        return context.runBlocking(() -> {
            String address = Guessing.addressOf(request);
            guessing.refuseBanned(address);
            return identify(request.getToken().getToken()).orElseThrow(() -> {
                guessing.count(address);
                return new AuthenticationFailedException();
            });
        });
    }

    private Optional<SecurityIdentity> identify(String token) {
        return QuarkusTransaction.requiringNew().call(() -> {
            Instant now = Instant.now();
            Optional<ApiTokenRow> row = ApiTokenRow.of(Tokens.digest(token))
                    .filter(known -> known.expiresAt == null || known.expiresAt.isAfter(now));
            row.filter(known -> known.lastUsedAt == null || known.lastUsedAt.plus(USE).isBefore(now))
                    .ifPresent(known -> known.lastUsedAt = now);
            return row.flatMap(known -> AdministratorRow.named(known.owner).filter(owner -> owner.enabled)
                    .map(owner -> administrators.identity(owner, known.role).addAttribute(TOKEN, known.name).build()));
        });
    }
}
