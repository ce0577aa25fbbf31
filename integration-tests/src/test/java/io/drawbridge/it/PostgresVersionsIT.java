package io.drawbridge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import io.drawbridge.postgres.LocalPostgres;

/** The programs on each PostgreSQL that they support, and on one that they do not. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@ExtendWith(FailureReport.class)
class PostgresVersionsIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private Path dataDir;

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "V14")
    void the_limit_holds_also_over_a_crash_of_the_database(PostgresVersion version) throws Exception {
        try (LocalPostgres postgres = version.start();
                DrawbridgeProcess admin = Launch.adminApi(postgres).start();
                DrawbridgeProcess server = Launch.ftpServer(postgres, "ftp-0", dataDir).start()) {
            Database database = new Database(postgres);
            assertThat(database.query("SHOW server_version")).startsWith(version.major() + ".");
            Api api = Api.of(admin.awaitUp());
            int port = server.awaitUp().ftpPort();
            api.limit(1);
            try (FtpProbe inside = FtpProbe.connect(port).greeted()) {
                expectRefusal(port);

                database.crash();
                api.awaitTotal(1);
                inside.send("NOOP").expect("200");
                await().atMost(SOON).untilAsserted(() -> expectRefusal(port));

                inside.send("QUIT").expect("221");
                inside.expectEnd();
            }
            try (FtpProbe next = FtpProbe.connect(port)) {
                next.greeted();
                assertThat(server.stop().status()).isZero();
            }
            assertThat(api.total()).isZero();
        }
    }

    @Test
    void an_older_one_ends_the_start_with_one_line() throws Exception {
        try (LocalPostgres postgres = PostgresVersion.V14.start();
                DrawbridgeProcess server = Launch.ftpServer(postgres, "ftp-0", dataDir).start()) {
            DrawbridgeProcess.End end = server.awaitEnd();
            assertThat(end.status()).isNotZero();
            assertThat(end.errors()).singleElement().isEqualTo(
                    "drawbridge: cannot start: the database is PostgreSQL 14, and 15 or newer is needed");
        }
    }

    private static void expectRefusal(int port) throws Exception {
        try (FtpProbe client = FtpProbe.connect(port)) {
            assertThat(client.expect("421")).matches(Refusals.tooManySessions(1));
        }
    }
}
