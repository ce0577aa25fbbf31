package io.drawbridge.ftp.conversation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.BooleanSupplier;

import jakarta.inject.Inject;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;

import io.drawbridge.account.Passwords;
import io.drawbridge.config.DataConfig;
import io.drawbridge.database.AccountRow;
import io.drawbridge.database.LimitsRow;
import io.drawbridge.database.MaintenanceRow;
import io.drawbridge.database.SessionRow;
import io.drawbridge.ftp.server.FtpServer;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;

/** What every conversation starts from: an open door, one new account, nobody inside. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@QuarkusTestResource(PostgresAndFolders.class)
abstract class ConversationTest {
    static final String PASSWORD = "right password";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Inject
    FtpServer server;
    @Inject
    Passwords passwords;
    @Inject
    DataConfig data;

    String account;
    Path home;

    @BeforeEach
    void an_open_door_and_a_new_account() throws IOException {
        limits(null, null, null);
        maintenance(false, "", null);
        account = "account-" + UUID.randomUUID();
        home = Files.createDirectories(data.homes().resolve(account));
        String hash = passwords.hash(PASSWORD);
        QuarkusTransaction.requiringNew().run(() -> {
            AccountRow row = new AccountRow();
            row.name = account;
            row.home = account;
            row.passwordHash = hash;
            row.enabled = true;
            row.createdAt = Instant.now();
            row.changedAt = Instant.now();
            row.persist();
        });
        until(() -> sessions() == 0);
    }

    FtpProbe connect() throws IOException {
        return FtpProbe.connect(server.port());
    }

    FtpProbe connectFrom(String address) throws IOException {
        return FtpProbe.from(address, server.port());
    }

    FtpProbe logIn() throws IOException {
        return connect().logIn(account, PASSWORD);
    }

    static void limits(Integer sessions, Integer perAddress, Integer perAccount) {
        QuarkusTransaction.requiringNew().run(() -> {
            LimitsRow limits = LimitsRow.forChange();
            limits.maxSessions = sessions;
            limits.maxSessionsPerAddress = perAddress;
            limits.maxSessionsPerAccount = perAccount;
        });
    }

    static void maintenance(boolean enabled, String message, Integer retryAfterSeconds) {
        QuarkusTransaction.requiringNew().run(() -> {
            MaintenanceRow maintenance = MaintenanceRow.forChange();
            maintenance.enabled = enabled;
            maintenance.message = message;
            maintenance.retryAfterSeconds = retryAfterSeconds;
        });
    }

    /** As counted by the database. */
    static long sessions() {
        return QuarkusTransaction.requiringNew().call(() -> SessionRow.count());
    }

    static void until(BooleanSupplier condition) {
        Awaitility.await().atMost(PATIENCE).until(condition::getAsBoolean);
    }
}
