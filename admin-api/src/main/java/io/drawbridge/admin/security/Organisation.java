package io.drawbridge.admin.security;

import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import jakarta.inject.Singleton;

import org.eclipse.microprofile.jwt.JsonWebToken;

import io.drawbridge.admin.input.Word;
import io.drawbridge.database.Role;
import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.oidc.IdTokenCredential;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;

/**
 * Says who people and programs are here that the organisation's OpenID provider knows, and whose tokens Quarkus has verified:
 * {@link #PREFIX} and the name that the provider has for them, and all roles below the highest of theirs.
 */
@Singleton
public final class Organisation implements SecurityIdentityAugmentor {
    /** No administrator has a colon in the name, and so nobody of the organisation is taken for one. */
    public static final String PREFIX = "oidc:";
    /** Of what the provider calls them, in characters. */
    static final int MAX_NAME = 200;

    /** The name is ours, all else the provider's. */
    private record Member(JsonWebToken token, String name) implements JsonWebToken {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public Set<String> getClaimNames() {
            return token.getClaimNames();
        }

        @Override
        public <T> T getClaim(String claim) {
            return token.getClaim(claim);
        }
    }

    private final Guessing guessing;

    public Organisation(Guessing guessing) {
        this.guessing = guessing;
    }

    /** Whether the organisation's OpenID provider knows them, and no row of PostgreSQL. */
    public static boolean isOf(SecurityIdentity identity) {
        return identity.getCredential(AccessTokenCredential.class) != null || signedIn(identity);
    }

    /** Whether they have signed in with a browser. */
    public static boolean signedIn(SecurityIdentity identity) {
        return identity.getCredential(IdTokenCredential.class) != null;
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        throw new UnsupportedOperationException("Of which request?");
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context,
            Map<String, Object> attributes) {
        if (!isOf(identity)) {
            return Uni.createFrom().item(identity);
        }
        return context.runBlocking(() -> {
            guessing.refuseBanned(Guessing.addressOf(HttpSecurityUtils.getRoutingContextAttribute(attributes)));
            return member(identity);
        });
    }

    private static SecurityIdentity member(SecurityIdentity identity) {
        String theirs = identity.getPrincipal().getName();
        if (theirs == null || theirs.isEmpty() || theirs.length() > MAX_NAME
                || theirs.chars().anyMatch(Character::isISOControl)) {
            throw new AuthenticationFailedException("The OpenID provider gives no name of 1 to " + MAX_NAME + " characters");
        }
        String name = PREFIX + theirs;
        QuarkusSecurityIdentity.Builder member = QuarkusSecurityIdentity.builder(identity)
                .setPrincipal(identity.getPrincipal() instanceof JsonWebToken token ? new Member(token, name)
                        : new QuarkusPrincipal(name));
        Stream.of(Role.values()).filter(role -> identity.hasRole(Word.of(role)))
                .flatMap(role -> Stream.of(Role.values()).filter(lower -> lower.compareTo(role) <= 0))
                .forEach(role -> member.addRole(Word.of(role)));
        return member.build();
    }
}
