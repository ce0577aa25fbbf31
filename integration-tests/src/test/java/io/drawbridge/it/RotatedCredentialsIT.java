package io.drawbridge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.drawbridge.postgres.LocalPostgres;

/** The database user's name and password come from files, which change while the programs run. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@ExtendWith(FailureReport.class)
class RotatedCredentialsIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private Path folder;
    private Secrets secrets;

    private static LocalPostgres postgres;
    private static Database database;

    @BeforeAll
    static void start() throws Exception {
        postgres = LocalPostgres.temporary();
        database = new Database(postgres);
    }

    @AfterAll
    static void stop() throws Exception {
        postgres.close();
    }

    @BeforeEach
    void make_a_user() throws Exception {
        database.execute("CREATE ROLE drawbridge LOGIN PASSWORD 'first'");
        database.execute("CREATE DATABASE drawbridge OWNER drawbridge");
        secrets = new Secrets(folder);
        secrets.write("drawbridge", "first");
    }

    @AfterEach
    void remove_the_user() throws Exception {
        database.execute("DROP DATABASE drawbridge WITH (FORCE)");
        database.execute("DROP ROLE IF EXISTS drawbridge, drawbridge_2");
    }

    @Test
    void a_new_password_and_a_new_name_are_picked_up_without_a_restart() throws Exception {
        try (DrawbridgeProcess admin = launch(Launch.adminApi(postgres)).start();
                DrawbridgeProcess server = launch(Launch.ftpServer(postgres, "ftp-0", folder)).start()) {
            Api api = Api.of(admin.awaitUp());
            int port = server.awaitUp().ftpPort();

            database.execute("ALTER ROLE drawbridge RENAME TO drawbridge_2");
            database.execute("ALTER ROLE drawbridge_2 PASSWORD 'second'");
            try (FtpProbe client = FtpProbe.connect(port).greeted()) {
                api.awaitTotal(1);

                endConnections();
                // The files are not yet changed: nothing works, and it says so.
                await().atMost(SOON).untilAsserted(() -> {
                    try (FtpProbe newcomer = FtpProbe.connect(port)) {
                        assertThat(newcomer.expect("421")).contains("cannot be checked just now");
                    }
                });
                for (int i = 0; i < 3; i++) {
                    assertThat(api.statusForAsking("application/json", "/limits")).isEqualTo(503);
                }

                secrets.write("drawbridge_2", "second");
                client.send("NOOP").expect("200");
                api.awaitTotal(1);
                await().atMost(SOON).untilAsserted(() -> FtpProbe.connect(port).greeted().close());
                await().atMost(SOON).until(() -> listeners() == 1);
                assertThat(api.sessions()).isNotEmpty().allSatisfy(api::end);
                client.expect("421");
            }
            assertThat(database
                    .query("SELECT string_agg(DISTINCT usename, ' ') FROM pg_stat_activity WHERE datname = 'drawbridge'"))
                    .isEqualTo("drawbridge_2");
            assertThat(server.stop().status()).isZero();
        }
    }

    @Test
    void a_file_that_is_missing_for_a_moment_ends_nothing() throws Exception {
        try (DrawbridgeProcess server = launch(Launch.ftpServer(postgres, "ftp-0", folder)).start()) {
            int port = server.awaitUp().ftpPort();
            secrets.delete();
            endConnections();
            await().atMost(SOON).untilAsserted(() -> FtpProbe.connect(port).greeted().close());
            await().atMost(SOON).until(() -> listeners() == 1);
        }
    }

    @Test
    void a_file_that_cannot_be_read_ends_the_start_with_one_line() throws Exception {
        Files.delete(secrets.passwordFile());
        expectNoStart("the file " + secrets.passwordFile() + " cannot be read: it is not there");
        Files.writeString(secrets.passwordFile(), "\n");
        expectNoStart("the file " + secrets.passwordFile() + " cannot be read: it is empty");
    }

    private void expectNoStart(String reason) throws Exception {
        try (DrawbridgeProcess server = launch(Launch.ftpServer(postgres, "ftp-0", folder)).start()) {
            DrawbridgeProcess.End end = server.awaitEnd();
            assertThat(end.status()).isNotZero();
            assertThat(end.errors()).singleElement().isEqualTo("drawbridge: cannot start: " + reason);
        }
    }

    private Launch launch(Launch program) {
        return secrets.on(program).with("QUARKUS_DATASOURCE_JDBC_URL", database.jdbcUrl("drawbridge"));
    }

    private void endConnections() throws Exception {
        database.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'drawbridge'");
    }

    private int listeners() throws Exception {
        return Integer.parseInt(
                database.query("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'drawbridge notices'"));
    }
}
