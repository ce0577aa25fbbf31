package io.drawbridge.admin.security;

import java.time.Duration;
import java.util.Optional;

import jakarta.inject.Singleton;

import io.drawbridge.account.Passwords;
import io.drawbridge.account.VerifiedPasswords;
import io.drawbridge.admin.input.Word;
import io.drawbridge.database.AdministratorRow;
import io.drawbridge.database.Role;
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
    private static final Duration REMEMBERED = Duration.ofSeconds(60);
    private static final int MAX_REMEMBERED = 100;

    private final Passwords passwords;
    private final Guessing guessing;
    private final VerifiedPasswords verified = new VerifiedPasswords(REMEMBERED, MAX_REMEMBERED);

    public Administrators(Passwords passwords, Guessing guessing) {
        this.passwords = passwords;
        this.guessing = guessing;
    }

    @Override
    public Class<UsernamePasswordAuthenticationRequest> getRequestType() {
        return UsernamePasswordAuthenticationRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(UsernamePasswordAuthenticationRequest request,
            AuthenticationRequestContext context) {
        return context.runBlocking(() -> identity(known(request.getUsername(),
                new String(request.getPassword().getPassword()), Guessing.addressOf(request)), Role.ADMIN).build());
    }

    /**
     * Blocks.
     *
     * @param address of whoever shows the password
     * @return the administrator who has that name and that password, and may log in
     * @throws AuthenticationFailedException when there is none; it is counted
     * @throws io.drawbridge.admin.problem.BannedException there are too many of these from the address
     */
    public AdministratorRow known(String name, String password, String address) {
        guessing.refuseBanned(address);
        Optional<AdministratorRow> row = enabled(name);
        String hash = row.map(known -> known.passwordHash).orElse(null);
        if (!verified.contains(name, password, hash)) {
            if (!passwords.matches(password, hash)) {
                guessing.count(address);
                throw new AuthenticationFailedException();
            }
            verified.add(name, password, hash);
        }
        return row.orElseThrow();
    }

    /** @param atMost as whom it may act, if it may at all */
    QuarkusSecurityIdentity.Builder identity(AdministratorRow administrator, Role atMost) {
        Role highest = administrator.role.compareTo(atMost) < 0 ? administrator.role : atMost;
        QuarkusSecurityIdentity.Builder identity = QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(administrator.name));
        for (Role role : Role.values()) {
            if (role.compareTo(highest) <= 0) {
                identity.addRole(Word.of(role));
            }
        }
        return identity;
    }

    private static Optional<AdministratorRow> enabled(String name) {
        // PostgreSQL has no texts with a zero in them, and so nobody of that name.
        if (name.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        return QuarkusTransaction.requiringNew().call(() -> AdministratorRow.named(name)).filter(row -> row.enabled);
    }
}
