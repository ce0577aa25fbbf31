package io.drawbridge.ftp.account;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.drawbridge.account.Permission;

/**
 * The accounts that have logged in here, as they were when something was last changed: what those inside may do, and what is
 * left when the database is away.
 */
final class KnownAccounts {
    private static final int MAX_KNOWN = 10_000;

    /**
     * With what its group says where it says nothing itself.
     *
     * @param version of the configuration, as which it was read
     * @param certificates fingerprints of those that log in without a password; where there are some, a password does not
     * @param allowedNetworks null: from everywhere
     * @param expiresAt null: never
     */
    record Known(long version, String passwordHash, String home, boolean tlsRequired, Set<String> certificates,
            Set<Permission> permissions, List<String> allowedNetworks, Instant expiresAt) {
    }

    /** The one that has not been seen for longest comes first. */
    private final Map<String, Known> accounts = new LinkedHashMap<>(16, 0.75f, true);

    synchronized Optional<Known> of(String name) {
        return Optional.ofNullable(accounts.get(name));
    }

    /** It has just logged in. */
    synchronized void learn(String name, Known account) {
        // Who read it before somebody else did may learn it after.
        accounts.merge(name, account, (older, newer) -> newer.version() < older.version() ? older : newer);
        if (accounts.size() > MAX_KNOWN) {
            accounts.remove(accounts.keySet().iterator().next());
        }
    }

    synchronized List<String> names() {
        return List.copyOf(accounts.keySet());
    }

    /** There is none of that name, or it is switched off. */
    synchronized void forget(String name) {
        accounts.remove(name);
    }
}
