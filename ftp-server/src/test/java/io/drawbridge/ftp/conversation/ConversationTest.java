package io.drawbridge.ftp.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.BooleanSupplier;

import jakarta.inject.Inject;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;

import io.drawbridge.config.DataConfig;
import io.drawbridge.database.AccountRow;
import io.drawbridge.database.LimitsRow;
import io.drawbridge.database.MaintenanceRow;
import io.drawbridge.database.SessionRow;
import io.drawbridge.ftp.server.FtpServer;
import io.quarkus.hibernate.orm.panache.Panache;
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
    DataConfig data;

    private static Holdings before;

    String account;
    Path home;

    @BeforeAll
    static void count() {
        before = Holdings.now();
    }

    /** No slot, port, connection, file handle or buffer is lost, whatever clients did. */
    @AfterAll
    static void nothing_is_held_for_those_who_have_left() {
        Awaitility.await().atMost(PATIENCE).untilAsserted(
                () -> assertThat(Holdings.now()).matches(now -> now.isNoMoreThan(before), "no more than " + before));
    }

    @BeforeEach
    void an_open_door_and_a_new_account() throws IOException {
        limits(null, null, null);
        maintenance(false, "", null);
        sql("DELETE FROM limit_rule", "DELETE FROM reserve", "DELETE FROM maintenance_window", "DELETE FROM ban",
                "DELETE FROM abuse", "DELETE FROM connection_rate", "DELETE FROM virtual_host",
                "UPDATE account SET group_name = NULL",
                "DELETE FROM account_group", "DELETE FROM access_rule",
                "INSERT INTO access_rule (network, access) VALUES ('127.0.0.0/8', 'ALLOW')",
                "DELETE FROM protection", "INSERT INTO protection DEFAULT VALUES");
        sql("UPDATE limits SET connections_per_minute = NULL, connections_per_minute_per_address = NULL,"
                + " connections_per_minute_per_account = NULL, evict = 'NONE'");
        account = newAccount();
        home = data.homes().resolve(account);
        until(() -> sessions() == 0);
    }

    /** One more, with a home of its own and {@link #PASSWORD}. */
    String newAccount() throws IOException {
        String name = "account-" + UUID.randomUUID();
        Files.createDirectories(data.homes().resolve(name));
        String hash = hash(PASSWORD);
        QuarkusTransaction.requiringNew().run(() -> {
            AccountRow row = new AccountRow();
            row.name = name;
            row.home = name;
            row.passwordHash = hash;
            row.enabled = true;
            row.createdAt = Instant.now();
            row.changedAt = Instant.now();
            row.persist();
        });
        return name;
    }

    /**
     * At the least cost that argon2 has, where it is not the hash that is tested: thousands of logins are most of what tests
     * do.
     */
    static String hash(String password) {
        return Password.hash(password).addRandomSalt().with(Argon2Function.getInstance(8, 1, 1, 32, Argon2.ID)).getResult();
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

    /** As an operator does it, but for the API in between. */
    static void sql(String... statements) {
        QuarkusTransaction.requiringNew().run(() -> {
            for (String statement : statements) {
                Panache.getSession().createNativeMutationQuery(statement).executeUpdate();
            }
        });
    }

    /** As counted by the database. */
    static long sessions() {
        return QuarkusTransaction.requiringNew().call(() -> SessionRow.count());
    }

    /** With a transfer, as the database knows. */
    static long transferring() {
        return QuarkusTransaction.requiringNew().call(() -> SessionRow.count("state", SessionRow.State.TRANSFERRING));
    }

    /** After this the server has heard of all that was changed before. */
    static void awaitBeat() {
        for (int beats = 0; beats < 2; beats++) {
            Object lease = lease();
            until(() -> !lease().equals(lease));
        }
    }

    private static Object lease() {
        return QuarkusTransaction.requiringNew().call(() -> Panache.getSession()
                .createNativeQuery("SELECT lease_until FROM node WHERE name = 'node-under-test'", Instant.class)
                .getSingleResult());
    }

    static void until(BooleanSupplier condition) {
        Awaitility.await().atMost(PATIENCE).until(condition::getAsBoolean);
    }
}
