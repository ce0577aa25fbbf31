package io.drawbridge.ftp.account;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.drawbridge.account.Passwords;
import io.drawbridge.config.DataConfig;
import io.drawbridge.database.AccountRow;
import io.drawbridge.ftp.FtpConfig;
import io.drawbridge.ftp.admission.Node;
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
    private final Node node;
    private final boolean sync;
    private UploadNames uploadNames;

    Accounts(Passwords passwords, DataConfig data, FtpConfig ftp, Node node) {
        this.passwords = passwords;
        this.homes = data.homes();
        this.node = node;
        this.sync = ftp.syncUploads();
    }

    /**
     * The node has joined; now its accounts may log in.
     *
     * @param afterCrash whether an earlier run of the node was killed, and may have left incomplete uploads
     * @throws StartFailure when the folder of the homes cannot be made
     */
    public void start(boolean afterCrash) {
        try {
            Files.createDirectories(homes);
        } catch (IOException e) {
            throw new StartFailure("the folder " + homes + " cannot be made (drawbridge.homes-dir): " + e, e);
        }
        uploadNames = new UploadNames(node.name(), node.epoch());
        if (afterCrash) {
            Thread.ofVirtual().name("leftovers").start(this::removeLeftovers);
        }
    }

    /**
     * Takes as long for an unknown name as for a wrong password. Blocks for some tens of milliseconds.
     *
     * @return empty when name and password do not belong together, or the account is switched off
     * @throws StorageException when the home cannot be used
     * @throws RuntimeException when the database does not answer
     */
    public Optional<Account> authenticate(String name, String password) throws StorageException {
        Optional<AccountRow> row = QuarkusTransaction.requiringNew().call(() -> AccountRow.named(name));
        boolean matches = passwords.matches(password, row.map(account -> account.passwordHash).orElse(null));
        if (!matches || !row.orElseThrow().enabled) {
            return Optional.empty();
        }
        return Optional.of(new Account(name, new Home(homes.resolve(row.get().home), uploadNames, sync)));
    }

    private void removeLeftovers() {
        try {
            int removed = uploadNames.removeLeftovers(homes);
            if (removed > 0) {
                LOG.infof("node=%s removed %d incomplete uploads of a run that was killed", node.name(), removed);
            }
        } catch (IOException e) {
            LOG.warnf("node=%s incomplete uploads of a run that was killed stay: %s", node.name(), e.getMessage());
        }
    }
}
