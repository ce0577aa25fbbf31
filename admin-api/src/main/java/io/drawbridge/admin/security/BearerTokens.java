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
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** Knows programs by the token that they show (RFC 6750 §2.1). */
@Singleton
public final class BearerTokens implements HttpAuthenticationMechanism, IdentityProvider<ShownToken> {
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
        if (!token.startsWith(Tokens.PREFIX)) {
            // If it is one at all, it is of the organisation's OpenID provider.
            return Uni.createFrom().nullItem();
        }
        return providers.authenticate(HttpSecurityUtils.setRoutingContextAttribute(new ShownToken(token), request));
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext request) {
        return Uni.createFrom().nullItem();
    }

    /** Before Quarkus', to which every bearer token is one of the OpenID provider. */
    @Override
    public int getPriority() {
        return DEFAULT_PRIORITY + 2;
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of(ShownToken.class);
    }

    @Override
    public Class<ShownToken> getRequestType() {
        return ShownToken.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(ShownToken request, AuthenticationRequestContext context) {
        return context.runBlocking(() -> {
            String address = Guessing.addressOf(request);
            guessing.refuseBanned(address);
            return identify(request.token()).orElseThrow(() -> {
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
