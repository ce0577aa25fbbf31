package io.drawbridge.admin.security;

import java.util.Optional;

import jakarta.inject.Singleton;

import io.drawbridge.account.Passwords;
import io.drawbridge.database.AdministratorRow;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.UsernamePasswordAuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;

/** Knows administrators by name and password. */
@Singleton
public final class Administrators implements IdentityProvider<UsernamePasswordAuthenticationRequest> {
    private final Passwords passwords;
    private final VerifiedPasswords verified = new VerifiedPasswords();

    public Administrators(Passwords passwords) {
        this.passwords = passwords;
    }

    @Override
    public Class<UsernamePasswordAuthenticationRequest> getRequestType() {
        return UsernamePasswordAuthenticationRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(UsernamePasswordAuthenticationRequest request,
            AuthenticationRequestContext context) {
        return context.runBlocking(
                () -> identify(request.getUsername(), new String(request.getPassword().getPassword())));
    }

    private SecurityIdentity identify(String name, String password) {
        String hash = storedHash(name).orElse(null);
        if (!verified.contains(name, password, hash)) {
            if (!passwords.matches(password, hash)) {
                throw new AuthenticationFailedException();
            }
            verified.add(name, password, hash);
        }
        return QuarkusSecurityIdentity.builder().setPrincipal(new QuarkusPrincipal(name)).build();
    }

    private static Optional<String> storedHash(String name) {
        // PostgreSQL has no texts with a zero in them, and so nobody of that name.
        if (name.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        return QuarkusTransaction.requiringNew().call(() -> AdministratorRow.named(name).map(row -> row.passwordHash));
    }
}
