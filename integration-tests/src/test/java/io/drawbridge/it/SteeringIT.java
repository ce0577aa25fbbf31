package io.drawbridge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The command line, and what FTP clients notice of it. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@ExtendWith(FailureReport.class)
class SteeringIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private static Path folder;
    private static DrawbridgeProcess drawbridge;
    private static Api api;
    private static URI url;
    private static int port;
    private static Steered admin;

    @BeforeAll
    static void start() throws Exception {
        // What is set for the command line does not disturb the server.
        drawbridge = Launch.standalone(folder.resolve("data")).with("DRAWBRIDGE_URL", "http://example.org")
                .with("DRAWBRIDGE_TOKEN", "x").start().awaitUp();
        api = Api.of(drawbridge);
        url = drawbridge.api();
        port = drawbridge.ftpPort();
        admin = Steered.at(url, folder.resolve("home"));
        admin.typing(Launch.ADMIN_PASSWORD).done("login", "--password-stdin");
    }

    @AfterAll
    static void stop() {
        if (drawbridge != null) {
            drawbridge.close();
        }
    }

    @Test
    void maintenance_is_what_the_next_client_reads() throws Exception {
        assertThat(admin.done("maintenance", "on", "--message", "New disks", "--for", "30m", "--reason", "INC-4711"))
                .isEqualTo("The door is closed. Newcomers read: New disks (try again in 1800 s)");
        try (FtpProbe client = FtpProbe.connect(port)) {
            String refused = client.expect("421");
            assertThat(refused).matches(Refusals.maintenance("New disks", 1800));
            String reference = refused.substring(refused.lastIndexOf('['));
            await().untilAsserted(
                    () -> assertThat(admin.done("refusals", "show", reference)).contains("New disks", "127.0.0.1"));
        }
        assertThat(admin.done("maintenance", "off")).isEqualTo("The door is open.");
        try (FtpProbe client = FtpProbe.connect(port)) {
            client.greeted();
        }
        assertThat(admin.done("audit", "ls", "--kind", "maintenance")).contains("INC-4711", "enabled false → true");
    }

    @Test
    void json_is_the_answer_of_the_api() {
        admin.done("groups", "add", "of-json");
        Map.of("/maintenance", "maintenance show", "/maintenance/windows", "maintenance windows ls", "/limits", "limits show",
                "/limits/rules", "limits rules ls", "/groups", "groups ls", "/replies/421", "replies show 421",
                "/refusals?reason=banned", "refusals ls --for banned", "/explain?address=192.0.2.99&account=nobody",
                "explain 192.0.2.99 --account nobody", "/audit?kind=group&name=of-json", "audit ls --kind group --name of-json",
                "/sessions?account=nobody", "sessions ls --account nobody")
                .forEach((path, words) -> assertThat(admin.done((words + " -o json").split(" "))).as(words)
                        .isEqualTo(api.answer(path)));
    }

    @Test
    void many_are_turned_out_only_when_a_person_or_yes_says_so() throws Exception {
        admin.typing(Api.passwordOf("kicked")).done("accounts", "add", "kicked", "--password-stdin");
        String[] kick = { "sessions", "kick", "--account", "kicked" };
        try (FtpProbe one = FtpProbe.connect(port).greeted().logIn("kicked");
                FtpProbe other = FtpProbe.connect(port).greeted().logIn("kicked")) {
            await().untilAsserted(() -> assertThat(admin.done("sessions", "kick", "--account", "kicked", "--preview"))
                    .isEqualTo("2 sessions would be ended"));
            assertThat(admin.call(kick)).satisfies(call -> {
                assertThat(call.exit()).isEqualTo(2);
                assertThat(call.err()).contains("End 2 sessions?", "--yes");
            });
            assertThat(admin.answering("n").call(kick).exit()).isEqualTo(1);
            one.send("NOOP").expect("200");
            String id = admin.done("sessions", "ls", "--account", "kicked").lines().skip(1).findFirst().orElseThrow()
                    .replaceFirst(".* ", "");
            assertThat(admin.done("sessions", "kick", id)).isEqualTo("ended 1 session");
            await().untilAsserted(() -> assertThat(admin.done("sessions", "kick", "--account", "kicked", "--preview"))
                    .isEqualTo("1 session would be ended"));
            assertThat(admin.answering("y").call(kick).out()).isEqualTo("ended 1 session");
            one.expect("421");
            other.expect("421");
        }
        assertThat(admin.done("sessions", "kick", "--account", "nobody", "--yes")).isEqualTo("ended 0 sessions");
    }

    @Test
    void an_account_logs_in_with_the_password_that_it_was_given_last() throws Exception {
        admin.with("FIRST", "first").done("accounts", "add", "bob", "--password-env", "FIRST", "--home", "team/bob");
        admin.answering(Api.passwordOf("bob")).done("accounts", "passwd", "bob");
        try (FtpProbe bob = FtpProbe.connect(port).greeted().logIn("bob")) {
            assertThat(admin.done("accounts", "set", "bob", "--enabled", "false")).isEqualTo("enabled  true → false");
            bob.expect("421");
        }
        assertThat(admin.done("accounts", "show", "bob")).contains("team/bob");
        admin.done("accounts", "rm", "bob");
        assertThat(admin.call("accounts", "show", "bob").exit()).isEqualTo(5);
    }

    @Test
    void limits_tell_what_they_were() {
        assertThat(admin.done("limits", "set", "--connections-per-minute-per-account", "5000"))
                .isEqualTo("connectionsPerMinutePerAccount  - → 5000");
        assertThat(admin.done("limits", "set", "--connections-per-minute-per-account", "none"))
                .isEqualTo("connectionsPerMinutePerAccount  5000 → -");
        admin.done("limits", "rules", "add", "scanner", "--scope", "address", "--network", "192.0.2.0/28", "--max-sessions",
                "3");
        assertThat(admin.done("limits", "rules", "set", "scanner", "--max-sessions", "4")).isEqualTo("maxSessions  3 → 4");
        assertThat(admin.done("limits", "rules", "ls")).containsPattern("scanner +address +192.0.2.0/28 +4 +-");
        assertThat(admin.done("explain", "192.0.2.7")).containsPattern("address +192.0.2.7.* +scanner +0 +4");
        admin.done("limits", "rules", "rm", "scanner");
    }

    @Test
    void a_window_comes_and_goes() {
        admin.done("maintenance", "windows", "add", "weekly", "--mode", "drain", "--from", "2027-01-03T02:00:00Z", "--for",
                "1h",
                "--recurrence", "FREQ=WEEKLY;BYDAY=SU", "--time-zone", "Asia/Bangkok", "--drain-for", "10m", "--message",
                "Closed until {until}", "--message-th", "ปิดถึง {until}", "--exempt-network", "198.51.100.0/24");
        assertThat(admin.done("maintenance", "windows", "show", "weekly")).containsPattern("endsAt +2027-01-03T03:00:00Z")
                .contains("ปิดถึง {until}").containsPattern("drainSeconds +600");
        assertThat(admin.done("maintenance", "windows", "set", "weekly", "--drain-for", "none"))
                .isEqualTo("drainSeconds  600 → -");
        assertThat(admin.done("maintenance", "windows", "ls")).containsPattern("weekly +cluster +drain +false");
        admin.done("maintenance", "windows", "rm", "weekly");
    }

    @Test
    void a_ban_comes_and_goes() {
        admin.done("bans", "add", "192.0.2.77", "--for", "1h", "--why", "guesses passwords");
        assertThat(admin.done("bans", "ls")).containsPattern("192.0.2.77/32 .* guesses passwords");
        assertThat(admin.done("explain", "192.0.2.77")).containsPattern("reply +421\nreason +banned");
        admin.done("bans", "rm", "192.0.2.77/32");
        assertThat(admin.call("bans", "rm", "192.0.2.77/32").exit()).isEqualTo(5);
    }

    @Test
    void a_token_does_what_its_role_may_until_it_is_gone() {
        String token = admin.typing(Launch.ADMIN_PASSWORD).done("tokens", "create", "nightly", "--expires", "1h",
                "--password-stdin");
        Steered viewer = Steered.at(url, folder.resolve("nobody")).with("DRAWBRIDGE_TOKEN", token);
        assertThat(viewer.done("nodes", "ls")).contains("here");
        assertThat(viewer.call("maintenance", "on")).satisfies(call -> {
            assertThat(call.exit()).isEqualTo(4);
            assertThat(call.err()).hasLineCount(1);
        });
        assertThat(admin.done("tokens", "ls")).containsPattern("nightly +admin +viewer").doesNotContain(token);
        admin.done("tokens", "rm", "nightly");
        assertThat(viewer.call("nodes", "ls").exit()).isEqualTo(4);
        assertThat(Steered.at(url, folder.resolve("nobody")).call("nodes", "ls")).satisfies(call -> {
            assertThat(call.exit()).isEqualTo(4);
            assertThat(call.err()).contains("drawbridge login");
        });
    }

    @Test
    void a_login_ends_with_its_token() {
        Steered other = Steered.at(url, folder.resolve("other"));
        other.answering(Launch.ADMIN_PASSWORD).done("login", "--role", "operator", "--for", "1h");
        other.answering(Launch.ADMIN_PASSWORD).done("login", "--role", "operator", "--for", "1h");
        other.done("groups", "ls");
        assertThat(admin.done("tokens", "ls")).as("of two logins one is left").containsOnlyOnce("operator");
        assertThat(other.call("groups", "add", "not-for-operators").exit()).isEqualTo(4);
        other.done("logout");
        assertThat(other.call("groups", "ls").exit()).isEqualTo(4);
        assertThat(other.call("logout").exit()).isEqualTo(5);
        assertThat(admin.done("tokens", "ls")).doesNotContain("operator");
    }

    @Test
    void what_the_server_refuses_is_said_in_its_words() {
        admin.done("groups", "add", "taken");
        assertThat(admin.call("groups", "add", "taken")).satisfies(call -> {
            assertThat(call.exit()).isEqualTo(1);
            assertThat(call.err()).hasLineCount(1).startsWith("drawbridge: ").contains("taken");
        });
        assertThat(admin.call("limits", "set", "--max-sessions=-1").err())
                .isEqualTo("drawbridge: maxSessions must be 0 or more, or null for no limit");
    }

    @Test
    void a_change_that_meets_another_one_is_tried_once_more() {
        Between.Before once = (method, number) -> {
            if (number == 2) {
                admin.done("limits", "set", "--connections-per-minute", "7001");
            }
            return true;
        };
        try (Between between = new Between(url, once)) {
            assertThat(by(between).done("limits", "set", "--connections-per-minute", "8000"))
                    .isEqualTo("connectionsPerMinute  7001 → 8000");
        }
        List<Integer> others = new ArrayList<>(List.of(7002, 7003));
        Between.Before always = (method, number) -> {
            if (method.equals("PATCH")) {
                admin.done("limits", "set", "--connections-per-minute", others.removeFirst().toString());
            }
            return true;
        };
        try (Between between = new Between(url, always)) {
            assertThat(by(between).call("limits", "set", "--connections-per-minute", "8000").exit()).isEqualTo(6);
        }
        assertThat(admin.done("limits", "set", "--connections-per-minute", "none")).isEqualTo("connectionsPerMinute  7003 → -");
    }

    @Test
    void what_is_made_is_made_once_though_the_answer_gets_lost() {
        try (Between between = new Between(url, (method, number) -> number > 1)) {
            assertThat(by(between).done("groups", "add", "made-once")).isEqualTo("made made-once");
        }
        assertThat(admin.done("groups", "ls")).containsOnlyOnce("made-once");
    }

    @Test
    void a_token_goes_to_no_server_but_the_one_that_gave_it() {
        try (Between between = new Between(url, (method, number) -> true)) {
            assertThat(admin.call("status", "--url", between.url().toString()).exit()).isEqualTo(4);
            assertThat(between.authorizations()).containsOnly("null");
        }
    }

    /** With the login of the server behind it. */
    private static Steered by(Between between) {
        String token = new String(read(folder.resolve("home/drawbridge/login.json")), StandardCharsets.UTF_8);
        Matcher found = Pattern.compile("\"token\" : \"([^\"]+)\"").matcher(token);
        assertThat(found.find()).isTrue();
        return Steered.at(between.url(), folder.resolve("nobody")).with("DRAWBRIDGE_TOKEN", found.group(1));
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void top_and_status_show_who_is_inside() throws Exception {
        try (FtpProbe inside = FtpProbe.connect(port).greeted()) {
            await().untilAsserted(() -> assertThat(admin.done("top", "--count", "2", "--every", "1s"))
                    .containsPattern(
                            "(?s)door +open.*421 +\\d+ since.*NODE.*here .*ADDRESS.*127\\.0\\.0\\.1 .*421 +\\d+\\.\\d per second"));
            inside.send("NOOP").expect("200");
        }
        assertThat(admin.done("status")).containsPattern("nodes +1, with the last change on 1 of 1");
        assertThat(admin.done("status", "-o", "json")).contains("\"limits\":{");
    }

    @Test
    void top_ends_with_q_and_leaves_the_terminal_as_it_was() throws Exception {
        String shell = "stty -g; " + Packaged.commandLine() + " top; echo ended with $?; stty -g";
        ProcessBuilder builder = new ProcessBuilder(CommandLine.of("script", "-qec", shell, "/dev/null").words());
        builder.environment().putAll(admin.environment());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process terminal = builder.redirectErrorStream(true).start();
        try {
            Output screen = new Output(terminal.getInputStream());
            assertThat(screen.await(Pattern.compile("nodes +1, with"), SOON)).as("%s", screen).isPresent();
            terminal.getOutputStream().write('q');
            terminal.getOutputStream().flush();
            assertThat(screen.await(Pattern.compile("ended with 0"), SOON)).as("%s", screen).isPresent();
            List<String> lines = screen.all();
            assertThat(lines.getLast()).as("%s", screen).isEqualTo(lines.getFirst()).contains(":");
        } finally {
            terminal.destroyForcibly();
        }
    }

    @Test
    void the_program_and_the_standalone_program_are_the_same_command_line() throws Exception {
        String expected = api.answer("/replies/421");
        Path untouched = folder.resolve("untouched");
        for (List<String> program : List.of(List.of(Packaged.commandLine().toString()),
                Packaged.STANDALONE.words(List.of()))) {
            ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(program));
            builder.command().addAll(List.of("replies", "show", "421", "-o", "json"));
            builder.environment().put("XDG_CONFIG_HOME", folder.resolve("home").toString());
            builder.environment().put("DRAWBRIDGE_URL", url.toString());
            builder.environment().put("DRAWBRIDGE_DATA_DIR", untouched.toString());
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            Process process = builder.redirectErrorStream(true).start();
            String written = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(written).as("%s", program).isEqualTo(expected + "\n");
            assertThat(process.exitValue()).isZero();
        }
        assertThat(untouched).doesNotExist();
    }
}
