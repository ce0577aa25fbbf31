package io.drawbridge.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.drawbridge.postgres.LocalPostgres;

/** What an ftp-server does from the signal to stop until its end. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@ExtendWith(FailureReport.class)
class DrainIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String FOR_EVER = "1h";

    @TempDir
    private static Path dataDir;
    private static LocalPostgres postgres;
    private static DrawbridgeProcess admin;
    private static Api api;

    @BeforeAll
    static void start() throws Exception {
        postgres = LocalPostgres.temporary();
        admin = Launch.adminApi(postgres).start();
        api = Api.of(admin.awaitUp());
        api.makeAccount("alice");
    }

    @AfterAll
    static void stop() throws Exception {
        if (admin != null) {
            admin.close();
        }
        if (postgres != null) {
            postgres.close();
        }
    }

    @BeforeEach
    void nobody_is_inside() {
        api.awaitTotal(0);
    }

    private static Launch server() {
        return Launch.ftpServer(postgres, "ftp-0", dataDir);
    }

    private static int readiness(DrawbridgeProcess server) {
        return given().baseUri(server.health().toString()).get("/q/health/ready").statusCode();
    }

    private static String phase(DrawbridgeProcess server) {
        return given().baseUri(server.health().toString()).get("/q/health/ready")
                .path("checks.find { it.name == 'ftp-server' }.data.phase");
    }

    @Test
    void while_it_withdraws_it_is_not_ready_and_lets_newcomers_in_all_the_same() throws Exception {
        try (DrawbridgeProcess server = server().with("DRAWBRIDGE_FTP_STOP_WITHDRAW", "4s").start().awaitHealth()) {
            assertThat(readiness(server)).isEqualTo(200);
            try (FtpProbe inside = FtpProbe.connect(server.ftpPort()).greeted().logIn("alice")) {
                server.signal("TERM");
                await().atMost(SOON).until(() -> readiness(server) == 503);
                assertThat(phase(server)).isEqualTo("withdrawing");
                try (FtpProbe newcomer = FtpProbe.connect(server.ftpPort()).greeted()) {
                    inside.send("MKD made-while-withdrawing-" + System.nanoTime()).expect("257");
                    newcomer.expect("421");
                    newcomer.expectEnd();
                }
                inside.expect("421");
                inside.expectEnd();
            }
            assertThat(server.awaitEnd().status()).isZero();
            assertThat(api.total()).isZero();
        }
    }

    @Test
    void a_transfer_may_end_while_idle_sessions_and_newcomers_read_421_and_the_slots_are_free_at_once() throws Exception {
        try (DrawbridgeProcess server = server().with("DRAWBRIDGE_FTP_STOP_GRACE", FOR_EVER).start().awaitHealth()) {
            try (FtpProbe idle = FtpProbe.connect(server.ftpPort()).greeted();
                    FtpProbe busy = FtpProbe.connect(server.ftpPort()).greeted().logIn("alice");
                    Upload upload = Upload.begin(busy, "drained")) {
                upload.write("first half, ");
                server.signal("TERM");
                idle.expect("421");
                idle.expectEnd();
                assertThat(readiness(server)).isEqualTo(503);
                assertThat(phase(server)).isEqualTo("draining");
                try (FtpProbe newcomer = FtpProbe.connect(server.ftpPort())) {
                    assertThat(newcomer.expect("421")).contains("Shutting down");
                }
                upload.write("second half");
                // Whoever always has something to do next is not there until the end of the grace.
                busy.send("PWD");
                upload.end();
                busy.expect("226");
                busy.expect("421");
                busy.expectEnd();
            }
            assertThat(server.awaitEnd().status()).isZero();
            assertThat(api.total()).isZero();
            assertThat(dataDir.resolve("homes/alice/drained")).hasContent("first half, second half");
        }
    }

    @Test
    void a_transfer_that_does_not_end_in_time_reads_426_and_421() throws Exception {
        try (DrawbridgeProcess server = server().with("DRAWBRIDGE_FTP_STOP_GRACE", "2s").start().awaitHealth();
                FtpProbe busy = FtpProbe.connect(server.ftpPort()).greeted().logIn("alice");
                Upload upload = Upload.begin(busy, "cut")) {
            upload.write("half");
            server.signal("TERM");
            busy.expect("426");
            busy.expect("421");
            busy.expectEnd();
            assertThat(server.awaitEnd().status()).isZero();
            assertThat(api.total()).isZero();
        }
        assertThat(dataDir.resolve("homes/alice/cut")).doesNotExist();
    }

    @Test
    void a_second_sigterm_ends_it_at_once() throws Exception {
        try (DrawbridgeProcess server = server().with("DRAWBRIDGE_FTP_STOP_WITHDRAW", FOR_EVER).start().awaitHealth()) {
            server.signal("TERM");
            await().atMost(SOON).until(() -> phase(server).equals("withdrawing"));
            server.signal("TERM");
            assertThat(server.awaitEnd().status()).isEqualTo(143);
        }
    }

    @Test
    void an_interrupt_ends_at_once_what_is_stopping() throws Exception {
        try (DrawbridgeProcess server = server().with("DRAWBRIDGE_FTP_STOP_WITHDRAW", FOR_EVER).start().awaitHealth()) {
            server.signal("TERM");
            await().atMost(SOON).until(() -> phase(server).equals("withdrawing"));
            server.signal("INT");
            assertThat(server.awaitEnd().status()).isEqualTo(130);
        }
    }
}
