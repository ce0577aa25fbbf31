package io.drawbridge.ftp.account;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.drawbridge.account.Passwords;
import io.drawbridge.config.DataConfig;
import io.drawbridge.database.AccountRow;
import io.drawbridge.ftp.config.FtpConfig;
import io.drawbridge.ftp.storage.Home;
import io.drawbridge.ftp.storage.StorageException;
import io.drawbridge.ftp.storage.UploadNames;
import io.drawbridge.program.StartFailure;
import io.quarkus.narayana.jta.QuarkusTransaction;

/** The accounts of PostgreSQL, with their homes on this machine. */
@Singleton
public final class Accounts {
    private static final Logger LOG = Logger.getLogger(Accounts.class);

    private final Passwords passwords;
    private final Path homes;
    private final boolean sync;
    private final KnownAccounts known = new KnownAccounts();
    private UploadNames uploadNames;

    Accounts(Passwords passwords, DataConfig data, FtpConfig ftp) {
        this.passwords = passwords;
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
     * Takes as long for an unknown name as for a wrong password. Blocks for some tens of milliseconds.
     *
     * @param isWanted whether the client is still there when it is its turn
     * @return empty when name and password do not belong together, or the account is switched off
     * @throws StorageException when the home cannot be used
     * @throws RuntimeException when the database does not answer
     */
    public Optional<Account> authenticate(String name, String password, BooleanSupplier isWanted) throws StorageException {
        Optional<KnownAccounts.Known> row = QuarkusTransaction.requiringNew().call(() -> AccountRow.named(name))
                .filter(account -> account.enabled)
                .map(account -> new KnownAccounts.Known(account.passwordHash, account.home));
        Optional<Account> account = authenticate(name, row, password, isWanted);
        if (account.isPresent()) {
            known.learn(name, row.orElseThrow());
        } else if (row.isEmpty()) {
            known.forget(name);
        }
        return account;
    }

    /**
     * As {@link #authenticate}, without the database: for accounts that have logged in on this node before, as they were then.
     */
    public Optional<Account> authenticateAsKnown(String name, String password, BooleanSupplier isWanted)
            throws StorageException {
        return authenticate(name, known.of(name), password, isWanted);
    }

    private Optional<Account> authenticate(String name, Optional<KnownAccounts.Known> row, String password,
            BooleanSupplier isWanted) throws StorageException {
        if (!passwords.matches(password, row.map(KnownAccounts.Known::passwordHash).orElse(null), isWanted)) {
            return Optional.empty();
        }
        return Optional.of(new Account(name, new Home(homes.resolve(row.orElseThrow().home()), uploadNames, sync)));
    }

    /**
     * Accounts have changed: those that are gone, switched off or have another password must not log in as they were known.
     * Blocks
     * while the database is asked; when it does not answer they stay known as they were.
     */
    public void changed() {
        List<String> names = known.names();
        if (names.isEmpty()) {
            return;
        }
        try {
            Map<String, KnownAccounts.Known> now = QuarkusTransaction.requiringNew().call(() -> AccountRow.enabled(names))
                    .stream().collect(Collectors.toMap(row -> row.name,
                            row -> new KnownAccounts.Known(row.passwordHash, row.home)));
            names.forEach(name -> Optional.ofNullable(now.get(name)).ifPresentOrElse(account -> known.learn(name, account),
                    () -> known.forget(name)));
        } catch (RuntimeException e) {
            LOG.debugf("accounts are known as they were: %s", e.getMessage());
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
