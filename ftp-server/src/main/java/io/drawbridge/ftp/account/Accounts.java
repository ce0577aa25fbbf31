package io.drawbridge.ftp.account;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import javax.sql.DataSource;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.drawbridge.account.Passwords;
import io.drawbridge.account.VerifiedPasswords;
import io.drawbridge.config.DataConfig;
import io.drawbridge.ftp.config.FtpConfig;
import io.drawbridge.ftp.storage.Home;
import io.drawbridge.ftp.storage.StorageException;
import io.drawbridge.ftp.storage.UploadNames;
import io.drawbridge.program.StartFailure;

/** The accounts of PostgreSQL, with their homes on this machine. */
@Singleton
public final class Accounts {
    private static final Logger LOG = Logger.getLogger(Accounts.class);

    /** More than one node is likely to see in the time that they are remembered. */
    private static final int MAX_REMEMBERED = 10_000;

    private final Passwords passwords;
    private final VerifiedPasswords verified;
    private final StoredAccounts stored;
    private final Certainty certainty;
    private final Path homes;
    private final boolean sync;
    private final KnownAccounts known = new KnownAccounts();
    /** How many have been heard of. */
    private final AtomicLong changes = new AtomicLong();
    private final ReentrantLock refreshing = new ReentrantLock();
    /** Up to which change; guarded by the lock. */
    private long learned;
    private UploadNames uploadNames;

    Accounts(Passwords passwords, DataSource database, Certainty certainty, DataConfig data, FtpConfig ftp) {
        this.passwords = passwords;
        this.verified = new VerifiedPasswords(ftp.rememberPasswords(), MAX_REMEMBERED);
        this.stored = new StoredAccounts(database);
        this.certainty = certainty;
        this.homes = data.homes();
        this.sync = ftp.syncUploads();
    }

    /**
     * From now on accounts may log in. What a run of this node that was killed has left is removed, in the background.
     *
     * @param names of this run
     * @throws StartFailure when the folder of the homes cannot be written
     */
    public void start(UploadNames names) {
        uploadNames = names;
        try {
            Files.createDirectories(homes);
            if (names.mark(homes)) {
                Thread.ofVirtual().name("leftovers").start(this::removeLeftovers);
            }
        } catch (IOException e) {
            throw new StartFailure("the folder " + homes + " cannot be written (drawbridge.homes-dir): " + e, e);
        }
    }

    /** No upload is running any more. */
    public void stop() {
        try {
            uploadNames.unmark(homes);
        } catch (IOException e) {
            LOG.warnf("the next start will look for incomplete uploads: %s", e);
        }
    }

    /**
     * Takes as long for an unknown name as for a wrong password. Blocks for some tens of milliseconds, unless the password has
     * been right a short time ago.
     *
     * @param isWanted whether the client is still there when it is its turn
     * @return empty when name and password do not belong together, or the account is switched off
     * @throws StorageException when the home cannot be used
     * @throws RuntimeException when the database does not answer
     */
    public Optional<Account> authenticate(String name, String password, BooleanSupplier isWanted) throws StorageException {
        Optional<KnownAccounts.Known> certain = certain(name);
        if (certain.isPresent()) {
            return authenticate(name, certain, password, isWanted);
        }
        long seen = changes.get();
        Optional<KnownAccounts.Known> row = enabled(name);
        return remembered(name, row, authenticate(name, row, password, isWanted), seen);
    }

    /**
     * As {@link #authenticate}, without the database: for accounts that have logged in on this node before, as they were then.
     */
    public Optional<Account> authenticateAsKnown(String name, String password, BooleanSupplier isWanted)
            throws StorageException {
        return authenticate(name, known.of(name), password, isWanted);
    }

    /**
     * The account that logs in with a certificate.
     *
     * @param fingerprint of what the client has shown to be its own
     * @return empty when the account does not name it, or is switched off
     * @throws StorageException when the home cannot be used
     * @throws RuntimeException when the database does not answer
     */
    public Optional<Account> identify(String name, String fingerprint) throws StorageException {
        Optional<KnownAccounts.Known> certain = certain(name);
        if (certain.isPresent()) {
            return identify(name, certain, fingerprint);
        }
        long seen = changes.get();
        Optional<KnownAccounts.Known> row = enabled(name);
        return remembered(name, row, identify(name, row, fingerprint), seen);
    }

    /** As {@link #identify}, without the database: for accounts that have logged in on this node before, as they were then. */
    public Optional<Account> identifyAsKnown(String name, String fingerprint) throws StorageException {
        return identify(name, known.of(name), fingerprint);
    }

    /** The account as it is, if that is known without the database. */
    private Optional<KnownAccounts.Known> certain(String name) {
        OptionalLong version = certainty.version();
        return version.isEmpty() ? Optional.empty()
                : known.of(name).filter(account -> account.version() == version.getAsLong());
    }

    private Optional<KnownAccounts.Known> enabled(String name) {
        try {
            return stored.enabled(name);
        } catch (SQLException e) {
            throw new IllegalStateException("the database does not answer: " + e.getMessage(), e);
        }
    }

    /** @param seen how many changes had been heard of before the row was read */
    private Optional<Account> remembered(String name, Optional<KnownAccounts.Known> row, Optional<Account> account, long seen) {
        if (account.isPresent()) {
            known.learn(name, row.orElseThrow());
            if (changes.get() != seen) {
                // The row may be older than what the change has told.
                refresh(List.of(name));
            }
        } else if (row.isEmpty()) {
            known.forget(name);
        }
        return account;
    }

    private Optional<Account> authenticate(String name, Optional<KnownAccounts.Known> row, String password,
            BooleanSupplier isWanted) throws StorageException {
        // Who logs in with a certificate has no password that counts, and nobody learns that from how long it takes.
        String hash = row.filter(account -> account.certificates().isEmpty()).map(KnownAccounts.Known::passwordHash)
                .orElse(null);
        return isRight(name, password, hash, isWanted) ? Optional.of(account(name, row.orElseThrow())) : Optional.empty();
    }

    /** @param hash null when nobody has that name */
    private boolean isRight(String name, String password, String hash, BooleanSupplier isWanted) {
        // Of many that come at once, one may have been right by the time it is the turn of the others.
        return verified.contains(name, password, hash)
                || passwords.matches(password, hash, () -> !verified.contains(name, password, hash) && isWanted.getAsBoolean(),
                        () -> verified.add(name, password, hash))
                || verified.contains(name, password, hash);
    }

    private Optional<Account> identify(String name, Optional<KnownAccounts.Known> row, String fingerprint)
            throws StorageException {
        return row.isPresent() && row.get().certificates().contains(fingerprint)
                ? Optional.of(account(name, row.get()))
                : Optional.empty();
    }

    private Account account(String name, KnownAccounts.Known row) throws StorageException {
        return new Account(name, new Home(homes.resolve(row.home()), uploadNames, sync), row.tlsRequired(),
                () -> known.of(name).orElse(row).permissions(), row.allowedNetworks(), row.expiresAt());
    }

    /**
     * Accounts or groups have changed: what those inside may do is known anew, and those that are gone, switched off or have
     * another password must not log in as they were known. Blocks while the database is asked; when it does not answer they
     * stay known as they were.
     */
    public void changed() {
        changes.incrementAndGet();
        catchUp();
    }

    /** Learns what {@link #changed} could not, because the database did not answer then. */
    public void catchUp() {
        // One after the other: what is read later is learned later. Of many changes at once the last is enough.
        refreshing.lock();
        try {
            long upTo = changes.get();
            if (learned < upTo && refresh(known.names())) {
                learned = upTo;
            }
        } finally {
            refreshing.unlock();
        }
    }

    /** @return whether the database has answered */
    private boolean refresh(List<String> names) {
        if (names.isEmpty()) {
            return true;
        }
        refreshing.lock();
        try {
            Map<String, KnownAccounts.Known> now = stored.enabled(names);
            names.forEach(name -> Optional.ofNullable(now.get(name)).ifPresentOrElse(account -> known.learn(name, account),
                    () -> known.forget(name)));
            return true;
        } catch (SQLException e) {
            LOG.debugf("accounts are known as they were: %s", e.getMessage());
            return false;
        } finally {
            refreshing.unlock();
        }
    }

    private void removeLeftovers() {
        try {
            LOG.infof("removed incomplete uploads of a run that was killed: %d", uploadNames.removeLeftovers(homes));
        } catch (IOException e) {
            LOG.warnf("incomplete uploads of a run that was killed stay: %s", e);
        }
    }
}
