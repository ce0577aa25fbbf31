package io.drawbridge.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.drawbridge.postgres.LocalPostgres;

/** The schema is brought up to date by one program alone, as deploy/kubernetes has it. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@ExtendWith(FailureReport.class)
class MigrationIT {
    @TempDir
    private Path dataDir;
    private LocalPostgres postgres;

    @BeforeEach
    void start() throws Exception {
        postgres = LocalPostgres.temporary();
    }

    @AfterEach
    void stop() throws Exception {
        postgres.close();
    }

    @Test
    void one_migrates_and_ends_and_others_start_only_when_it_has() throws Exception {
        try (DrawbridgeProcess tooEarly = leavesTheSchema(Launch.ftpServer(postgres, "ftp-0", dataDir)).start()) {
            DrawbridgeProcess.End end = tooEarly.awaitEnd();
            assertThat(end.status()).isEqualTo(1);
            assertThat(end.errors()).singleElement().asString().startsWith("drawbridge: cannot start: ")
                    .contains("migrate it first");
        }
        try (DrawbridgeProcess job = Launch.ftpServer(postgres, "job", dataDir).with("QUARKUS_INIT_AND_EXIT", "true").start()) {
            DrawbridgeProcess.End end = job.awaitEnd();
            assertThat(end.status()).isZero();
            assertThat(String.join("\n", end.output())).doesNotContain("listening for FTP");
        }
        Database database = new Database(postgres);
        assertThat(database.query("SELECT count(*) FROM node")).as("it was no node").isEqualTo("0");
        // As the next version would have left it, which runs on another pod already.
        database.execute(
                "INSERT INTO flyway_schema_history SELECT installed_rank + 1, '9999', 'of the next version', type, script,"
                        + " checksum, installed_by, installed_on, execution_time, success FROM flyway_schema_history"
                        + " ORDER BY installed_rank DESC LIMIT 1");
        try (DrawbridgeProcess server = leavesTheSchema(Launch.ftpServer(postgres, "ftp-0", dataDir)).start();
                DrawbridgeProcess admin = leavesTheSchema(Launch.adminApi(postgres)).start()) {
            server.awaitUp();
            admin.awaitUp();
            String health = admin.api() + "/q/health/";
            assertThat(given().get(health + "ready").statusCode()).isEqualTo(200);
            assertThat(given().get(health + "live").statusCode()).isEqualTo(200);
        }
    }

    private static Launch leavesTheSchema(Launch program) {
        return program.with("QUARKUS_FLYWAY_MIGRATE_AT_START", "false");
    }
}
