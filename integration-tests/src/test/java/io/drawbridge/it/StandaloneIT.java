package io.drawbridge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** How the standalone program starts, ends, and says that it cannot. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@ExtendWith(FailureReport.class)
class StandaloneIT {
    private static final Pattern PASSWORD = Pattern.compile("^  Admin  admin, password (\\S+)");
    private static final Pattern STACK_TRACE = Pattern.compile("^\\s+at [\\w.$/@]+\\(");

    /** For all to whom it does not matter what is in it: the database in it is made once. */
    @TempDir
    private static Path used;
    @TempDir
    private Path folder;

    /** A PostgreSQL that a failed test has left would write into a folder that is being deleted. */
    @AfterEach
    void nothing_is_left_running() {
        List<ProcessHandle> left = Stream.of(folder, used).map(Postmaster::naming).flatMap(List::stream).toList();
        left.forEach(ProcessHandle::destroyForcibly);
        assertThat(left).isEmpty();
    }

    @Test
    void the_first_start_makes_a_password_and_the_second_keeps_everything_wherever_it_was_moved() throws Exception {
        Path data = folder.resolve("data");
        Path restored = folder.resolve("restored");
        String password;
        try (DrawbridgeProcess first = Launch.standalone(data).without("DRAWBRIDGE_ADMIN_PASSWORD").start().awaitUp()) {
            password = first.group(PASSWORD);
            new Api(first.api(), password).makeAccount("alice");
            try (FtpProbe alice = FtpProbe.connect(first.ftpPort()).greeted().logIn("alice")) {
                alice.send("MKD kept").expect("257");
            }
            DrawbridgeProcess.End end = first.stop();
            assertThat(String.join("\n", end.output()) + String.join("\n", end.errors()))
                    .containsOnlyOnce("password " + password);
        }
        Files.move(data, restored);
        try (DrawbridgeProcess second = Launch.standalone(restored).without("DRAWBRIDGE_ADMIN_PASSWORD").start().awaitUp()) {
            assertThat(second.hasWritten(PASSWORD)).isFalse();
            assertThat(new Api(second.api(), password).accounts()).containsExactly("alice");
            try (FtpProbe alice = FtpProbe.connect(second.ftpPort()).greeted().logIn("alice")) {
                alice.send("CWD kept").expect("250");
            }
        }
    }

    @Test
    void sigterm_ends_it_within_10_seconds_and_leaves_nothing_running() throws Exception {
        try (DrawbridgeProcess drawbridge = Launch.standalone(used).start().awaitUp()) {
            Api.of(drawbridge).makeAccount("alice");
            List<ProcessHandle> postgres = Postmaster.processes(used);
            assertThat(postgres).hasSizeGreaterThan(3).allMatch(Postmaster::isRunning);
            try (FtpProbe alice = FtpProbe.connect(drawbridge.ftpPort()).greeted().logIn("alice")) {
                long told = System.nanoTime();
                assertThat(drawbridge.stop().status()).isZero();
                assertThat(Duration.ofNanos(System.nanoTime() - told)).isLessThan(Duration.ofSeconds(10));
                alice.expect("421");
                alice.expectEnd();
            }
            assertThat(postgres).noneMatch(Postmaster::isRunning);
            assertThat(Postmaster.naming(used)).isEmpty();
        }
    }

    @Test
    void after_a_kill_it_starts_again_with_its_data_and_without_stale_sessions() throws Exception {
        Launch launch = Launch.standalone(folder);
        try (DrawbridgeProcess killed = launch.start().awaitUp()) {
            Api api = Api.of(killed);
            api.makeAccount("alice");
            api.limit(3);
            try (FtpProbe alice = FtpProbe.connect(killed.ftpPort()).greeted().logIn("alice");
                    FtpProbe stranger = FtpProbe.connect(killed.ftpPort()).greeted();
                    FtpProbe other = FtpProbe.connect(killed.ftpPort()).greeted()) {
                alice.send("MKD kept").expect("257");
                other.send("NOOP").expect("200");
                stranger.send("NOOP").expect("200");
                assertThat(api.total()).isEqualTo(3);
                killed.kill();
            }
        }
        try (DrawbridgeProcess next = launch.start().awaitUp()) {
            Api api = Api.of(next);
            assertThat(api.total()).isZero();
            assertThat(api.accounts()).containsExactly("alice");
            try (Storm storm = Storm.of(3, next.ftpPort());
                    FtpProbe fourth = FtpProbe.connect(next.ftpPort())) {
                assertThat(storm.notAdmitted()).isEmpty();
                assertThat(fourth.expect("421")).matches(Refusals.tooManySessions(3));
            }
            await().atMost(Duration.ofSeconds(10)).until(() -> api.total() == 0);
            try (FtpProbe alice = FtpProbe.connect(next.ftpPort()).greeted().logIn("alice")) {
                alice.send("CWD kept").expect("250");
            }
        }
    }

    @Test
    void an_ftp_port_in_use_is_said_in_one_line() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName(FtpProbe.LOCALHOST))) {
            String port = Integer.toString(taken.getLocalPort());
            assertThat(whyNot(Launch.standalone(used).with("DRAWBRIDGE_FTP_PORT", port))).contains("port " + port, "in use");
        }
    }

    @Test
    void an_http_port_in_use_is_said_in_one_line() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName(FtpProbe.LOCALHOST))) {
            String port = Integer.toString(taken.getLocalPort());
            assertThat(whyNot(Launch.standalone(used).with("QUARKUS_HTTP_PORT", port))).contains("port " + port, "in use");
        }
    }

    @Test
    void a_data_directory_that_cannot_be_written_is_said_in_one_line() throws Exception {
        Path below = Files.createFile(folder.resolve("a-file")).resolve("data");
        assertThat(whyNot(Launch.standalone(below))).contains(below.toString());
    }

    @Test
    void a_setting_that_is_not_valid_is_said_in_one_line() throws Exception {
        assertThat(whyNot(Launch.standalone(used).with("DRAWBRIDGE_FTP_PORT", "abc")))
                .contains("abc").containsIgnoringCase("drawbridge.ftp.port");
    }

    @Test
    void credentials_for_the_embedded_database_are_refused_in_one_line() throws Exception {
        assertThat(
                whyNot(Launch.standalone(used).with("DRAWBRIDGE_DATABASE_PASSWORD_FILE", used.resolve("password").toString())))
                .contains("QUARKUS_DATASOURCE_JDBC_URL");
    }

    @Test
    void a_setting_that_is_empty_is_said_in_one_line() throws Exception {
        assertThat(whyNot(Launch.standalone(used).with("DRAWBRIDGE_DATA_DIR", ""))).contains("drawbridge.data-dir");
    }

    @Test
    void a_second_program_on_the_same_data_is_refused_and_the_first_goes_on() throws Exception {
        try (DrawbridgeProcess first = Launch.standalone(used).start().awaitUp()) {
            assertThat(whyNot(Launch.standalone(used))).contains(used.toString()).contains("in use");
            try (FtpProbe client = FtpProbe.connect(first.ftpPort())) {
                client.greeted();
            }
        }
    }

    /** Starts what cannot start, and returns the one line that it says. */
    private static String whyNot(Launch launch) throws InterruptedException, IOException {
        try (DrawbridgeProcess program = launch.start()) {
            DrawbridgeProcess.End end = program.awaitEnd();
            assertThat(end.status()).isNotZero();
            assertThat(end.output()).noneMatch(STACK_TRACE.asPredicate());
            assertThat(end.errors()).singleElement().asString().startsWith("drawbridge: cannot start: ");
            return end.errors().getFirst();
        }
    }
}
