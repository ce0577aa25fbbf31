package io.drawbridge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.drawbridge.it.clients.Login;
import io.drawbridge.it.clients.Matrix;
import io.drawbridge.it.clients.RealClient;
import io.drawbridge.it.clients.Task;
import io.drawbridge.it.clients.Way;
import io.drawbridge.it.clients.Way.Security;

/** What people do with FTP clients: each client in each way that it has, and then what happens to single ones. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@ExtendWith(FailureReport.class)
@Execution(ExecutionMode.CONCURRENT)
class RealClientsIT {
    private static final String NAME = "a สวัสดี.bin";
    private static final List<String> NAMES = List.of("plain.bin", NAME, "🌉.png", "a name with spaces.txt");
    /** Slow enough to be stopped on the way, fast enough to have begun. */
    private static final String SLOWLY = "4M";
    private static final Duration SOON = Duration.ofSeconds(30);
    /** A command as clients show it that they have sent, which is not the line of FEAT. */
    private static final Pattern COMMAND = Pattern
            .compile("(?m)(?:> |Cmd: |Tx: \"|\\*cmd\\* '|^)(EPSV|PASV|EPRT|PORT|AUTH|PROT P)\\b");
    private static final List<String> TLS_COMMANDS = List.of("AUTH", "PROT P");

    @TempDir
    private static Path dataDir;
    private static DrawbridgeProcess drawbridge;
    private static Api api;
    private static int port;
    private static int implicitTlsPort;
    private static final AtomicInteger ACCOUNTS = new AtomicInteger();
    private static final Matrix MATRIX = new Matrix();

    @TempDir
    private Path here;
    private String account;
    private Path home;

    @BeforeAll
    static void start() throws Exception {
        drawbridge = Launch.standalone(dataDir).with("DRAWBRIDGE_FTP_HOST", "::")
                .with("DRAWBRIDGE_FTP_IMPLICIT_TLS_PORT", "0").thatLasts().start().awaitUp();
        api = Api.of(drawbridge);
        port = drawbridge.ftpPort();
        implicitTlsPort = drawbridge.implicitTlsPort();
    }

    @AfterAll
    static void stop() throws Exception {
        System.out.println(MATRIX);
        if (drawbridge != null) {
            drawbridge.close();
        }
    }

    @BeforeEach
    void an_account_for_each_test() throws Exception {
        account = "client-" + ACCOUNTS.incrementAndGet();
        api.makeAccount(account);
        home = Files.createDirectories(dataDir.resolve("homes").resolve(account));
    }

    static Stream<Arguments> each_client_in_each_way() {
        return RealClient.ALL.stream().flatMap(client -> Way.all().stream().filter(client::can).map(
                way -> arguments(Named.of(client.name(), client), way)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource
    void each_client_in_each_way(RealClient client, Way way) throws Exception {
        Login login = login(way);
        for (Task task : tasks()) {
            if (client.can(task)) {
                MATRIX.tries(client, way, task);
                check(client, task, login);
                MATRIX.hasDone(client, way, task);
            }
        }
    }

    private Login login(Way way) {
        return new Login(way, way.family().loopback(), switch (way.security()) {
            case PLAIN, EXPLICIT -> port;
            case IMPLICIT -> implicitTlsPort;
        }, account, Api.passwordOf(account), true);
    }

    /** All that a client can be asked for, with names that some of them might not like. */
    private List<Task> tasks() {
        Path local = here.resolve("local");
        return List.of(
                new Task.Upload(local.resolve(NAME), NAME),
                new Task.Listing(),
                new Task.Download(NAME, here.resolve("back.bin")),
                new Task.ResumeUpload(local.resolve("half.bin"), "half.bin", 100_003),
                new Task.ResumeDownload(NAME, here.resolve(NAME)),
                new Task.Rename(NAME, "b " + NAME),
                new Task.Delete("b " + NAME),
                new Task.MirrorUp(local.resolve("a tree"), "a tree"),
                new Task.MirrorDown("a tree", here.resolve("a tree")));
    }

    private void check(RealClient client, Task task, Login login) throws IOException, InterruptedException {
        prepare(task);
        String said = client.run(task, login, here);
        assertThat(result(task, said)).as("%s by %s, %s; it has written:%n%s", task, client.name(), login.way(), said)
                .isTrue();
        List<String> commands = COMMAND.matcher(said).results().map(command -> command.group(1)).distinct().toList();
        assertThat(commands.stream().filter(TLS_COMMANDS::contains)).as("commands for TLS in what it has written:%n%s", said)
                .isSubsetOf(switch (login.way().security()) {
                    case PLAIN -> List.of();
                    case EXPLICIT -> TLS_COMMANDS;
                    case IMPLICIT -> List.of("PROT P");
                }).containsAll(login.way().security() == Security.EXPLICIT ? TLS_COMMANDS : List.of());
        if (task.hasData()) {
            assertThat(commands.stream().filter(command -> !TLS_COMMANDS.contains(command)))
                    .as("commands for data in what it has written:%n%s", said)
                    .isNotEmpty().isSubsetOf(switch (login.way().mode()) {
                        case PASSIVE -> List.of("EPSV", "PASV");
                        case ACTIVE -> List.of("EPRT", "PORT");
                    });
        }
    }

    /** Has there be what the client needs, whatever it has done before: not every client can do everything. */
    private void prepare(Task task) throws IOException {
        Files.createDirectories(here.resolve("local"));
        switch (task) {
            case Task.Upload(var file, var name) -> Content.write(file, 300_007);
            case Task.Listing listing -> Content.write(home.resolve(NAME), 300_007);
            case Task.Download(var name, var file) -> Content.write(home.resolve(name), 300_007);
            case Task.ResumeUpload(var file, var name, var from) ->
                Content.head(Content.write(file, 300_007), from, home.resolve(name));
            case Task.ResumeDownload(var name, var file) ->
                Content.head(Content.write(home.resolve(name), 300_007), 100_003, file);
            case Task.Rename(var from, var to) -> Content.write(home.resolve(from), 7);
            case Task.Delete(var name) -> Content.write(home.resolve(name), 7);
            case Task.MirrorUp(var folder, var name) -> plant(folder);
            case Task.MirrorDown(var name, var folder) -> plant(home.resolve(name));
        }
    }

    private boolean result(Task task, String said) throws IOException {
        return switch (task) {
            case Task.Upload(var file, var name) -> same(file, home.resolve(name));
            case Task.Listing listing -> said.contains(NAME) || said.contains("a%20%E0");
            case Task.Download(var name, var file) -> same(file, home.resolve(name));
            case Task.ResumeUpload(var file, var name, var from) ->
                same(file, home.resolve(name)) && said.matches("(?s).*(REST " + from + "|APPE ).*");
            case Task.ResumeDownload(var name, var file) -> same(file, home.resolve(name)) && said.contains("REST 100003");
            case Task.Rename(var from, var to) -> !Files.exists(home.resolve(from)) && Files.size(home.resolve(to)) == 7;
            case Task.Delete(var name) -> !Files.exists(home.resolve(name));
            case Task.MirrorUp(var folder, var name) -> sameTrees(folder, home.resolve(name));
            case Task.MirrorDown(var name, var folder) -> sameTrees(folder, home.resolve(name));
        };
    }

    private static boolean same(Path one, Path other) throws IOException {
        return Content.sha256(one).equals(Content.sha256(other));
    }

    private static void plant(Path folder) throws IOException {
        for (String name : List.of("a", "in/b", "in/c " + NAME, "in/it/d")) {
            Files.createDirectories(folder.resolve(name).getParent());
            Content.write(folder.resolve(name), 10_000 + name.length());
        }
    }

    private static boolean sameTrees(Path one, Path other) throws IOException {
        List<String> names = names(one);
        assertThat(names(other)).isEqualTo(names).hasSizeGreaterThan(3);
        for (String name : names) {
            assertThat(Content.sha256(one.resolve(name))).as(name).isEqualTo(Content.sha256(other.resolve(name)));
        }
        return true;
    }

    /** Of all files below a folder, in order. */
    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).map(file -> folder.relativize(file).toString()).sorted().toList();
        }
    }

    static Stream<Named<RealClient>> a_file_of_any_name_comes_back_as_it_went() {
        return RealClient.ALL.stream().map(client -> Named.of(client.name(), client));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void a_file_of_any_name_comes_back_as_it_went(RealClient client) throws Exception {
        for (String name : NAMES) {
            assertComesBack(client, Content.write(here.resolve(name), Content.MIB));
        }
        assertComesBack(client, Content.write(here.resolve("empty"), 0));
        assertComesBack(client, Content.write(here.resolve("one-byte"), 1));
    }

    /** A client that cannot upload finds it there. */
    private void assertComesBack(RealClient client, Path file) throws IOException, InterruptedException {
        Login login = login(Way.PLAINEST);
        Path there = home.resolve(file.getFileName());
        Task upload = new Task.Upload(file, file.getFileName().toString());
        if (client.can(upload)) {
            client.run(upload, login, here);
            assertThat(Content.sha256(there)).as("%s on the server", there).isEqualTo(Content.sha256(file));
        } else {
            Files.copy(file, there);
        }
        Path back = here.resolve("back of " + file.getFileName());
        client.run(new Task.Download(file.getFileName().toString(), back), login, here);
        assertThat(Content.sha256(back)).as("%s", back).isEqualTo(Content.sha256(file));
    }

    @Test
    void two_hundred_mebibytes_come_back_as_they_went() throws Exception {
        Path file = Content.write(here.resolve("large.bin"), 200 * Content.MIB);
        curl("-T", file.toString(), url("large.bin")).run();
        lftp("get large.bin -o \"" + here.resolve("back.bin") + "\"").run();
        assertThat(Content.sha256(here.resolve("back.bin"))).isEqualTo(Content.sha256(file));
    }

    @Test
    void lftp_mirrors_a_thousand_files_up_and_down() throws Exception {
        Path up = Files.createDirectories(here.resolve("up"));
        for (int i = 0; i < 1000; i++) {
            Path folder = Files.createDirectories(up.resolve("folder " + i % 10));
            Content.write(folder.resolve("file-" + i), i);
        }
        lftp("mirror -R --parallel=4 \"" + up + "\" up").run();
        lftp("mirror --parallel=4 up \"" + here.resolve("down") + "\"").run();
        assertThat(names(here.resolve("down"))).hasSize(1000).isEqualTo(names(up));
        for (String name : names(up)) {
            assertThat(here.resolve("down").resolve(name)).hasSameBinaryContentAs(up.resolve(name));
        }
    }

    @Test
    void lftp_deflates_in_both_directions() throws Exception {
        Path file = Files.writeString(here.resolve("text"), "the same again and again\n".repeat(100_000));
        String said = lftp("set ftp:use-mode-z yes; set ftp:compressed-re \"\"; debug 5; put \"" + file
                + "\"; cls -1; get text -o \"" + here.resolve("back") + "\"").run();
        assertThat(said).contains("MODE Z");
        assertThat(home.resolve("text")).hasSameBinaryContentAs(file);
        assertThat(here.resolve("back")).hasSameBinaryContentAs(file);
    }

    @Test
    void lftp_makes_renames_and_removes_directories() throws Exception {
        Path file = Content.write(here.resolve("file.txt"), 100);
        lftp("mkdir -p a/b; put -O a/b \"" + file + "\"; put -O a \"" + file + "\"; mkdir empty").run();
        assertThat(names(home)).containsExactly("a/b/file.txt", "a/file.txt");

        lftp("mv a/file.txt \"a/renamed file.txt\"; mv a/b c; rmdir empty").run();
        assertThat(names(home)).containsExactly("a/renamed file.txt", "c/file.txt");
        assertThat(home.resolve("empty")).doesNotExist();

        lftp("rm c/file.txt; rm -r a").run();
        assertThat(home.resolve("a")).doesNotExist();
        assertThat(home.resolve("c")).isEmptyDirectory();
    }

    @Test
    void curl_uses_the_commands_of_rfc_959_when_it_is_told_to() throws Exception {
        Path file = Content.write(here.resolve("file.bin"), Content.MIB);
        assertThat(curl("-v", "-P", "-", "--disable-eprt", "-T", file.toString(), url("file.bin")).run())
                .contains("> PORT 127");
        assertThat(curl("-v", "--disable-epsv", "-o", here.resolve("back").toString(), url("file.bin")).run())
                .contains("> PASV");
        assertThat(Content.sha256(here.resolve("back"))).isEqualTo(Content.sha256(file));
    }

    @Test
    void curl_goes_on_with_an_upload_that_was_cut_twice() throws Exception {
        Path file = Content.write(here.resolve("long.bin"), 24 * Content.MIB);
        Path half = Content.head(file, 8 * Content.MIB, here.resolve("half.bin"));
        curl("-T", half.toString(), url("long.bin")).run();

        // What is appended to a file stays, however it ends.
        Process cut = curl("--limit-rate", SLOWLY, "-C", "-", "-T", file.toString(), url("long.bin"))
                .start(here.resolve("curl.txt"));
        await().atMost(SOON).until(() -> Files.size(home.resolve("long.bin")) > 10 * Content.MIB);
        cut.destroyForcibly().waitFor();
        awaitGone();
        assertThat(home.resolve("long.bin")).satisfies(
                onServer -> assertThat(Files.size(onServer)).isBetween(10 * Content.MIB, 24 * Content.MIB - 1));

        assertThat(curl("-v", "-C", "-", "-T", file.toString(), url("long.bin")).run()).contains("> APPE long.bin");
        assertThat(Content.sha256(home.resolve("long.bin"))).isEqualTo(Content.sha256(file));
    }

    @Test
    void curl_goes_on_with_a_download_that_was_cut() throws Exception {
        Path file = Content.write(home.resolve("long.bin"), 24 * Content.MIB);
        Path back = here.resolve("back.bin");
        Process cut = curl("--limit-rate", SLOWLY, "-o", back.toString(), url("long.bin")).start(here.resolve("curl.txt"));
        await().atMost(SOON).until(() -> Files.exists(back) && Files.size(back) > 2 * Content.MIB);
        cut.destroyForcibly().waitFor();
        assertThat(Files.size(back)).isLessThan(24 * Content.MIB);
        awaitGone();

        long offset = Files.size(back);
        String said = curl("-v", "-C", "-", "-o", back.toString(), url("long.bin")).run();
        assertThat(said).contains("> REST " + offset);
        assertThat(Content.sha256(back)).isEqualTo(Content.sha256(file));
    }

    /** Several times: what the client's system closes first, and what the server hears of first, is a matter of luck. */
    @RepeatedTest(5)
    void an_upload_that_is_cut_leaves_nothing() throws Exception {
        Path file = Content.write(here.resolve("cut.bin"), 64 * Content.MIB);
        Process cut = curl("--limit-rate", SLOWLY, "-T", file.toString(), url("cut.bin")).start(here.resolve("curl.txt"));
        await().atMost(SOON).until(() -> sessions().anyMatch(session -> session.bytesReceived() > 2 * Content.MIB));
        assertThat(home.resolve("cut.bin")).doesNotExist();
        assertThat(names(home)).as("the hidden file that is written").hasSize(1);
        cut.destroyForcibly().waitFor();

        awaitGone();
        assertThat(lftp("cls -1 -a").run()).doesNotContain("cut.bin", ".drawbridge");
        await().atMost(SOON).untilAsserted(() -> assertThat(names(home)).isEmpty());
    }

    private Stream<Api.Session> sessions() {
        return api.sessions().stream().filter(session -> account.equals(session.account()));
    }

    private void awaitGone() {
        await().atMost(SOON).until(() -> sessions().findAny().isEmpty());
    }

    private CommandLine curl(String... arguments) {
        return CommandLine.of("curl", Stream.concat(
                Stream.of("-sS", "--max-time", "110", "-u", account + ":" + Api.passwordOf(account)),
                Stream.of(arguments)).toArray(String[]::new));
    }

    private CommandLine lftp(String commands) {
        return CommandLine.of("lftp", "--norc", "-u", account + "," + Api.passwordOf(account), "-p", Integer.toString(port),
                FtpProbe.LOCALHOST, "-e", "set ftp:ssl-allow no; set cmd:fail-exit yes; set net:max-retries 1; " + commands
                        + "; exit");
    }

    private static String url(String name) {
        return "ftp://" + FtpProbe.LOCALHOST + ":" + port + "/" + name;
    }
}
