package io.drawbridge.admin.security;

import java.time.Instant;
import java.util.Optional;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.drawbridge.account.AccountRules;
import io.drawbridge.account.Passwords;
import io.drawbridge.database.AdministratorRow;
import io.drawbridge.database.ConsoleSessionRow;
import io.drawbridge.database.Role;
import io.drawbridge.program.StartFailure;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;

/** Sees to it at each start that there is an administrator. */
@Singleton
public final class FirstAdministrator {
    public static final String NAME = "admin";

    private final AdminConfig config;
    private final Passwords passwords;
    private volatile String generated;

    public FirstAdministrator(AdminConfig config, Passwords passwords) {
        this.config = config;
        this.passwords = passwords;
    }

    /** The password that this process has made for {@link #NAME}; empty when it has made none. Nowhere else in clear. */
    public Optional<String> generatedPassword() {
        return Optional.ofNullable(generated);
    }

    void ensure(@Observes StartupEvent start) {
        config.password().ifPresentOrElse(this::set, this::generateForNobody);
    }

    private void set(String password) {
        if (!AccountRules.isPassword(password)) {
            throw new StartFailure("drawbridge.admin.password must be " + AccountRules.PASSWORD_RULE);
        }
        Optional<AdministratorRow> stored = QuarkusTransaction.requiringNew().call(() -> AdministratorRow.named(NAME));
        if (stored.isPresent() && stored.get().enabled && stored.get().role == Role.ADMIN
                && passwords.matches(password, stored.get().passwordHash)) {
            return;
        }
        String hash = passwords.hash(password);
        QuarkusTransaction.requiringNew().run(() -> {
            if (!AdministratorRow.createIfAbsent(NAME, hash)) {
                AdministratorRow row = AdministratorRow.named(NAME).orElseThrow();
                row.passwordHash = hash;
                row.role = Role.ADMIN;
                row.enabled = true;
                row.changedAt = Instant.now();
                ConsoleSessionRow.deleteOf(NAME);
            }
        });
    }

    private void generateForNobody() {
        if (QuarkusTransaction.requiringNew().call(() -> AdministratorRow.count() > 0)) {
            return;
        }
        String password = passwords.generate();
        String hash = passwords.hash(password);
        // Of several processes that start at once, one makes it and knows its password.
        if (QuarkusTransaction.requiringNew().call(() -> AdministratorRow.createIfAbsent(NAME, hash))) {
            generated = password;
        }
    }
}
