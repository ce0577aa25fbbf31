package io.drawbridge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What people do with curl, lftp, ncftp, wget and Python's ftplib. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@ExtendWith(FailureReport.class)
class RealClientsIT {
    private static final List<String> NAMES = List.of("plain.bin", "สวัสดี.txt", "🌉.png", "a name with spaces.txt");
    /** Slow enough to be stopped on the way, fast enough to have begun. */
    private static final String SLOWLY = "4M";

    @TempDir
    private static Path dataDir;
    private static DrawbridgeProcess drawbridge;
    private static Api api;
    private static int port;
    private static int homes;

    @TempDir
    private Path here;
    private Path home;

    @BeforeAll
    static void start() throws Exception {
        drawbridge = Launch.standalone(dataDir).start().awaitUp();
        api = Api.of(drawbridge);
        port = drawbridge.ftpPort();
        api.makeAccount(RealClient.ACCOUNT);
    }

    @AfterAll
    static void stop() throws Exception {
        if (drawbridge != null) {
            drawbridge.close();
        }
    }

    @BeforeEach
    void a_home_for_each_test() throws Exception {
        api.awaitTotal(0);
        String name = "home-" + ++homes;
        api.giveHome(RealClient.ACCOUNT, name);
        home = dataDir.resolve("homes").resolve(name);
        Files.createDirectories(here.resolve("back"));
    }

    @ParameterizedTest
    @EnumSource
    void a_file_comes_back_as_it_went(RealClient client) throws Exception {
        for (String name : NAMES) {
            assertComesBack(client, Content.write(here.resolve(name), Content.MIB));
        }
        assertComesBack(client, Content.write(here.resolve("empty"), 0));
        assertComesBack(client, Content.write(here.resolve("one-byte"), 1));
    }

    private void assertComesBack(RealClient client, Path file) throws IOException, InterruptedException {
        String name = file.getFileName().toString();
        client.upload(port, file);
        assertThat(Content.sha256(home.resolve(name))).as("%s on the server", name).isEqualTo(Content.sha256(file));
        assertThat(client.list(port)).contains(name);
        client.download(port, name, here.resolve("back"));
        assertThat(Content.sha256(here.resolve("back").resolve(name))).as(name).isEqualTo(Content.sha256(file));
    }

    @Test
    void two_hundred_mebibytes_come_back_as_they_went() throws Exception {
        Path file = Content.write(here.resolve("large.bin"), 200 * Content.MIB);
        RealClient.CURL.upload(port, file);
        RealClient.LFTP.download(port, "large.bin", here.resolve("back"));
        assertThat(Content.sha256(here.resolve("back/large.bin"))).isEqualTo(Content.sha256(file));
    }

    @Test
    void lftp_mirrors_a_thousand_files_up_and_down() throws Exception {
        Path up = Files.createDirectories(here.resolve("up"));
        for (int i = 0; i < 1000; i++) {
            Path folder = Files.createDirectories(up.resolve("folder " + i % 10));
            Content.write(folder.resolve("file-" + i), i);
        }
        RealClient.lftp(port, "mirror -R --parallel=4 \"" + up + "\" up").run();
        RealClient.lftp(port, "mirror --parallel=4 up \"" + here.resolve("down") + "\"").run();
        assertThat(names(here.resolve("down"))).hasSize(1000).isEqualTo(names(up));
        for (String name : names(up)) {
            assertThat(here.resolve("down").resolve(name)).hasSameBinaryContentAs(up.resolve(name));
        }
    }

    @Test
    void lftp_deflates_in_both_directions() throws Exception {
        Path file = Files.writeString(here.resolve("text"), "the same again and again\n".repeat(100_000));
        String said = RealClient.lftp(port, "set ftp:use-mode-z yes; set ftp:compressed-re \"\"; debug 5; put \"" + file
                + "\"; cls -1; get text -o \"" + here.resolve("back/text") + "\"").run();
        assertThat(said).contains("MODE Z");
        assertThat(home.resolve("text")).hasSameBinaryContentAs(file);
        assertThat(here.resolve("back/text")).hasSameBinaryContentAs(file);
    }

    @Test
    void curl_goes_on_with_an_upload_that_was_cut_twice() throws Exception {
        Path file = Content.write(here.resolve("long.bin"), 24 * Content.MIB);
        Path half = Content.head(file, 8 * Content.MIB, here.resolve("half.bin"));
        RealClient.curl("-T", half.toString(), RealClient.url(port, "long.bin")).run();

        // What is appended to a file stays, however it ends.
        Process cut = RealClient.curl("--limit-rate", SLOWLY, "-C", "-", "-T", file.toString(),
                RealClient.url(port, "long.bin")).start(here.resolve("curl.txt"));
        await().atMost(Duration.ofSeconds(30)).until(() -> Files.size(home.resolve("long.bin")) > 10 * Content.MIB);
        cut.destroyForcibly().waitFor();
        api.awaitTotal(0);
        assertThat(home.resolve("long.bin")).satisfies(
                onServer -> assertThat(Files.size(onServer)).isBetween(10 * Content.MIB, 24 * Content.MIB - 1));

        String said = RealClient.curl("-v", "-C", "-", "-T", file.toString(), RealClient.url(port, "long.bin")).run();
        assertThat(said).contains("> APPE long.bin");
        assertThat(Content.sha256(home.resolve("long.bin"))).isEqualTo(Content.sha256(file));
    }

    @Test
    void lftp_goes_on_with_an_upload() throws Exception {
        Path file = Content.write(here.resolve("long.bin"), 24 * Content.MIB);
        Path half = Content.head(file, 10_000_019, here.resolve("half.bin"));
        RealClient.curl("-T", half.toString(), RealClient.url(port, "long.bin")).run();
        assertThat(RealClient.lftp(port, "debug 5; put -c \"" + file + "\"").run()).contains("REST 10000019", "STOR long.bin");
        assertThat(Content.sha256(home.resolve("long.bin"))).isEqualTo(Content.sha256(file));
    }

    @Test
    void curl_goes_on_with_a_download_that_was_cut() throws Exception {
        Path file = Content.write(here.resolve("long.bin"), 24 * Content.MIB);
        RealClient.CURL.upload(port, file);
        Path back = here.resolve("back/long.bin");
        Process cut = RealClient.curl("--limit-rate", SLOWLY, "-o", back.toString(), RealClient.url(port, "long.bin"))
                .start(here.resolve("curl.txt"));
        await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(back) && Files.size(back) > 2 * Content.MIB);
        cut.destroyForcibly().waitFor();
        assertThat(Files.size(back)).isLessThan(24 * Content.MIB);
        api.awaitTotal(0);

        long offset = Files.size(back);
        String said = RealClient.curl("-v", "-C", "-", "-o", back.toString(), RealClient.url(port, "long.bin")).run();
        assertThat(said).contains("> REST " + offset);
        assertThat(Content.sha256(back)).isEqualTo(Content.sha256(file));
    }

    /** Several times: what the client's system closes first, and what the server hears of first, is a matter of luck. */
    @RepeatedTest(5)
    void an_upload_that_is_cut_leaves_nothing() throws Exception {
        Path file = Content.write(here.resolve("cut.bin"), 64 * Content.MIB);
        Process cut = RealClient.curl("--limit-rate", SLOWLY, "-T", file.toString(), RealClient.url(port, "cut.bin"))
                .start(here.resolve("curl.txt"));
        await().atMost(Duration.ofSeconds(30)).until(
                () -> api.sessions().stream().anyMatch(session -> session.bytesReceived() > 2 * Content.MIB));
        assertThat(home.resolve("cut.bin")).doesNotExist();
        assertThat(names(home)).as("the hidden file that is written").hasSize(1);
        cut.destroyForcibly().waitFor();

        api.awaitTotal(0);
        assertThat(RealClient.LFTP.list(port)).doesNotContain("cut.bin", ".drawbridge");
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(names(home)).isEmpty());
    }

    @Test
    void lftp_makes_renames_and_removes() throws Exception {
        Path file = Content.write(here.resolve("file.txt"), 100);
        RealClient.lftp(port, "mkdir -p a/b; put -O a/b \"" + file + "\"; put -O a \"" + file + "\"; mkdir empty").run();
        assertThat(names(home)).containsExactly("a/b/file.txt", "a/file.txt");

        RealClient.lftp(port, "mv a/file.txt \"a/renamed file.txt\"; mv a/b c; rmdir empty").run();
        assertThat(names(home)).containsExactly("a/renamed file.txt", "c/file.txt");
        assertThat(home.resolve("empty")).doesNotExist();

        RealClient.lftp(port, "rm c/file.txt; rm -r a").run();
        assertThat(home.resolve("a")).doesNotExist();
        assertThat(home.resolve("c")).isEmptyDirectory();
    }

    /** Of all files below a folder, in order. */
    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).map(file -> folder.relativize(file).toString()).sorted().toList();
        }
    }
}
