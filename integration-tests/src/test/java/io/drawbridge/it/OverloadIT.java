package io.drawbridge.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

/** An ftp-server that may have few files and sockets open. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@ExtendWith(FailureReport.class)
class OverloadIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int HANDLES = 800;

    @TempDir
    private static Path dataDir;
    private static LocalPostgres postgres;
    private DrawbridgeProcess server;
    private final List<FtpProbe> crowd = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        postgres = LocalPostgres.temporary();
    }

    @AfterAll
    static void stop() throws Exception {
        postgres.close();
    }

    @BeforeEach
    void a_server_that_takes_no_heed_of_how_many_it_should_hold() throws Exception {
        server = Launch.ftpServer(postgres, "ftp-0", dataDir).withFileHandles(HANDLES)
                .with("DRAWBRIDGE_FTP_MAX_SESSIONS", "100000").start().awaitHealth();
    }

    @AfterEach
    void all_leave() throws IOException {
        leave();
        server.close();
    }

    private void leave() throws IOException {
        for (FtpProbe client : crowd) {
            client.close();
        }
        crowd.clear();
    }

    private int metric(String name) {
        String metrics = given().baseUri(server.health().toString()).get("/q/metrics").asString();
        Matcher line = Pattern.compile("^" + name + " (\\S+)$", Pattern.MULTILINE).matcher(metrics);
        assertThat(line.find()).as(name + " in\n" + metrics).isTrue();
        return (int) Double.parseDouble(line.group(1));
    }

    private String greeting() throws IOException {
        try (FtpProbe newcomer = FtpProbe.connect(server.ftpPort())) {
            return newcomer.line();
        }
    }

    @Test
    void as_file_handles_run_low_newcomers_read_421_until_there_are_enough() throws Exception {
        try (FtpProbe inside = FtpProbe.connect(server.ftpPort()).greeted()) {
            while (metric("process_files_open_files") < HANDLES - 100) {
                for (int i = 0; i < 10; i++) {
                    crowd.add(FtpProbe.connect(server.ftpPort()));
                }
            }
            await().atMost(SOON).until(() -> greeting().startsWith("421 Busy: file handles run low. Try again in 10 s. [R-"));
            inside.send("NOOP").expect("200");
            leave();
            await().atMost(SOON).until(() -> greeting().startsWith("220 "));
        }
    }

    @Test
    void a_crowd_for_which_there_are_not_handles_enough_leaves_some_to_those_inside() throws Exception {
        try (FtpProbe inside = FtpProbe.connect(server.ftpPort()).greeted()) {
            for (int i = 0; i < 2 * HANDLES; i++) {
                crowd.add(FtpProbe.connect(server.ftpPort()));
            }
            await().atMost(SOON).until(() -> server.hasWritten(Pattern.compile("no connection is accepted for a while")));
            inside.send("NOOP").expect("200");
            assertThat(metric("process_files_open_files")).isBetween(HANDLES - 128, HANDLES - 40);
            leave();
            await().atMost(SOON).until(() -> greeting().startsWith("220 "));
            assertThat(server.hasWritten(Pattern.compile("Too many open files"))).isFalse();
        }
    }
}
