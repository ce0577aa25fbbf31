package io.drawbridge.ftp.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

import io.drawbridge.account.Passwords;
import io.drawbridge.account.Permission;
import io.drawbridge.config.DataConfig;
import io.drawbridge.ftp.config.FtpConfig;
import io.drawbridge.ftp.storage.UploadNames;
import io.drawbridge.postgres.LocalPostgres;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;

/** How often the database is asked and a password is put through its slow hash, and that neither is left out wrongly. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class AccountsTest {
    private static final String PASSWORD = "right password";

    private static LocalPostgres postgres;
    private static PGSimpleDataSource database;

    @TempDir
    private Path folder;
    private final Passwords passwords = new Passwords();
    private final AtomicInteger questions = new AtomicInteger();
    private final AtomicInteger hashes = new AtomicInteger();
    private OptionalLong certain = OptionalLong.empty();
    private String name;
    private Accounts accounts;

    @BeforeAll
    static void a_database() throws Exception {
        postgres = LocalPostgres.temporary();
        Flyway.configure().dataSource(postgres.jdbcUrl(), postgres.user(), postgres.password()).load().migrate();
        database = new PGSimpleDataSource();
        database.setUrl(postgres.jdbcUrl());
        database.setUser(postgres.user());
        database.setPassword(postgres.password());
    }

    @AfterAll
    static void the_database_is_gone() throws Exception {
        postgres.close();
    }

    @BeforeEach
    void an_account() throws Exception {
        name = "account-" + UUID.randomUUID();
        sql("INSERT INTO account (name, password_hash, home, enabled, created_at, changed_at) VALUES ('" + name + "', '"
                + passwords.hash(PASSWORD) + "', '" + name + "', true, now(), now())");
        accounts = accounts("5m");
    }

    @AfterEach
    void nobody_is_left() throws Exception {
        accounts.stop();
        sql("DELETE FROM account WHERE name = '" + name + "'", "DELETE FROM account_group");
    }

    private Accounts accounts(String remembered) {
        DataSource counted = (DataSource) Proxy.newProxyInstance(DataSource.class.getClassLoader(),
                new Class<?>[] { DataSource.class }, (proxy, method, arguments) -> {
                    questions.incrementAndGet();
                    try {
                        return method.invoke(database, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        SmallRyeConfig settings = new SmallRyeConfigBuilder().addDiscoveredConverters().addDefaultInterceptors()
                .withMapping(FtpConfig.class).withMapping(DataConfig.class)
                .withDefaultValue("drawbridge.ftp.remember-passwords", remembered)
                .withDefaultValue("drawbridge.homes-dir", folder.toString()).build();
        Accounts made = new Accounts(passwords, counted, () -> certain, settings.getConfigMapping(DataConfig.class),
                settings.getConfigMapping(FtpConfig.class));
        made.start(new UploadNames("accounts-under-test", 1));
        return made;
    }

    private void sql(String... statements) throws SQLException {
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
            for (String one : statements) {
                statement.execute(one);
            }
        }
    }

    private long version() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT version FROM configuration")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Which is asked for each time that a slow hash begins. */
    private boolean isWanted() {
        hashes.incrementAndGet();
        return true;
    }

    private Optional<Account> logIn(String password) throws Exception {
        return accounts.authenticate(name, password, this::isWanted);
    }

    @Test
    void a_password_is_hashed_once_and_a_wrong_one_each_time() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(logIn(PASSWORD)).isPresent();
        }
        assertThat(hashes).hasValue(1);
        for (int i = 0; i < 2; i++) {
            assertThat(logIn("wrong")).isEmpty();
        }
        assertThat(hashes).hasValue(3);
        assertThat(logIn(PASSWORD)).isPresent();
        assertThat(hashes).hasValue(3);
    }

    @Test
    void of_many_who_come_at_once_no_more_hash_than_may_at_a_time() throws Exception {
        int together = 10;
        try (ExecutorService threads = Executors.newFixedThreadPool(together)) {
            List<Future<Optional<Account>>> logins = Stream.generate(() -> threads.submit(() -> logIn(PASSWORD)))
                    .limit(together)
                    .toList();
            for (Future<Optional<Account>> login : logins) {
                assertThat(login.get()).isPresent();
            }
            List<Future<Optional<Account>>> guesses = Stream.generate(() -> threads.submit(() -> logIn("wrong")))
                    .limit(together)
                    .toList();
            for (Future<Optional<Account>> guess : guesses) {
                assertThat(guess.get()).isEmpty();
            }
        }
        assertThat(hashes.get() - together).isBetween(1, Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
    }

    @Test
    void an_old_password_is_not_remembered_for_a_new_one() throws Exception {
        assertThat(logIn(PASSWORD)).isPresent();
        sql("UPDATE account SET password_hash = '" + passwords.hash("new") + "' WHERE name = '" + name + "'");
        assertThat(logIn(PASSWORD)).isEmpty();
        assertThat(logIn("new")).isPresent();
        assertThat(hashes).hasValue(3);
    }

    @Test
    void who_logs_in_with_a_certificate_from_now_on_has_no_remembered_password() throws Exception {
        assertThat(logIn(PASSWORD)).isPresent();
        sql("UPDATE account SET certificates = ARRAY['" + "a".repeat(64) + "'] WHERE name = '" + name + "'");
        assertThat(logIn(PASSWORD)).isEmpty();
        assertThat(accounts.identify(name, "a".repeat(64))).isPresent();
        assertThat(accounts.identify(name, "b".repeat(64))).isEmpty();
    }

    @Test
    void nothing_is_remembered_where_that_is_turned_off() throws Exception {
        accounts.stop();
        accounts = accounts("0s");
        for (int i = 0; i < 3; i++) {
            assertThat(logIn(PASSWORD)).isPresent();
        }
        assertThat(hashes).hasValue(3);
    }

    @Test
    void the_database_is_asked_once_at_each_login_as_long_as_nothing_is_certain() throws Exception {
        for (int logins = 1; logins <= 3; logins++) {
            assertThat(logIn(PASSWORD)).isPresent();
            assertThat(questions).hasValue(logins);
        }
    }

    @Test
    void the_database_is_not_asked_for_what_certainly_still_holds() throws Exception {
        assertThat(logIn(PASSWORD)).isPresent();
        certain = OptionalLong.of(version());
        for (int i = 0; i < 3; i++) {
            assertThat(logIn(PASSWORD)).isPresent();
            assertThat(logIn("wrong")).isEmpty();
        }
        assertThat(questions).hasValue(1);
        // Who was never read is not known by what is certain.
        assertThat(accounts.authenticate("nobody", PASSWORD, this::isWanted)).isEmpty();
        assertThat(questions).hasValue(2);
    }

    @Test
    void what_was_read_of_an_older_version_is_read_anew() throws Exception {
        certain = OptionalLong.of(version());
        assertThat(logIn(PASSWORD)).isPresent();
        sql("UPDATE account SET enabled = false WHERE name = '" + name + "'");
        certain = OptionalLong.of(version());
        assertThat(logIn(PASSWORD)).isEmpty();
        sql("UPDATE account SET enabled = true WHERE name = '" + name + "'");
        certain = OptionalLong.of(version());
        assertThat(logIn(PASSWORD)).isPresent();
        assertThat(questions).hasValue(3);
        assertThat(logIn(PASSWORD)).isPresent();
        assertThat(questions).hasValue(3);
    }

    @Test
    void a_change_that_is_heard_of_is_learned_with_its_version() throws Exception {
        assertThat(logIn(PASSWORD)).isPresent();
        sql("UPDATE account SET tls_required = true WHERE name = '" + name + "'");
        accounts.changed();
        certain = OptionalLong.of(version());
        assertThat(questions).hasValue(2);
        assertThat(logIn(PASSWORD)).get().extracting(Account::tlsRequired).isEqualTo(true);
        assertThat(questions).hasValue(2);
    }

    @Test
    void what_an_account_does_not_say_its_group_says() throws Exception {
        sql("INSERT INTO account_group (name, permissions, allowed_networks) VALUES ('readers', '{list,download}', '{192.0.2.0/24}')",
                "UPDATE account SET group_name = 'readers', expires_at = '2030-01-02T03:04:05Z' WHERE name = '" + name + "'");
        Account ofGroup = logIn(PASSWORD).orElseThrow();
        assertThat(ofGroup.permissions().get()).isEqualTo(Set.of(Permission.LIST, Permission.DOWNLOAD));
        assertThat(ofGroup.allowedNetworks()).isEqualTo(List.of("192.0.2.0/24"));
        assertThat(ofGroup.expiresAt()).isEqualTo(Instant.parse("2030-01-02T03:04:05Z"));
        sql("UPDATE account SET permissions = '{upload}', allowed_networks = '{2001:db8::/32,10.0.0.0/8}', expires_at = NULL"
                + " WHERE name = '" + name + "'");
        Account ofItsOwn = logIn(PASSWORD).orElseThrow();
        assertThat(ofItsOwn.permissions().get()).isEqualTo(Set.of(Permission.UPLOAD));
        assertThat(ofItsOwn.allowedNetworks()).isEqualTo(List.of("2001:db8::/32", "10.0.0.0/8"));
        assertThat(ofItsOwn.expiresAt()).isNull();
    }

    @Test
    void of_two_versions_the_newer_one_stays_known() {
        KnownAccounts known = new KnownAccounts();
        KnownAccounts.Known newer = new KnownAccounts.Known(7, "new", "home", false, Set.of(), Set.of(), null, null);
        known.learn(name, newer);
        known.learn(name, new KnownAccounts.Known(6, "old", "home", false, Set.of(), Set.of(), null, null));
        assertThat(known.of(name)).contains(newer);
    }
}
