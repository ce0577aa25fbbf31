package io.drawbridge.ftp.account;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;

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
        Optional<AccountRow> row = QuarkusTransaction.requiringNew().call(() -> AccountRow.named(name));
        boolean matches = passwords.matches(password, row.map(account -> account.passwordHash).orElse(null), isWanted);
        if (!matches || !row.orElseThrow().enabled) {
            return Optional.empty();
        }
        return Optional.of(new Account(name, new Home(homes.resolve(row.get().home), uploadNames, sync)));
    }

    private void removeLeftovers() {
        try {
            LOG.infof("removed incomplete uploads of a run that was killed: %d", uploadNames.removeLeftovers(homes));
        } catch (IOException e) {
            LOG.warnf("incomplete uploads of a run that was killed stay: %s", e);
        }
    }
}
