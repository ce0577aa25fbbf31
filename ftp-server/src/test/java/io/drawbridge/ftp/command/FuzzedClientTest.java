package io.drawbridge.ftp.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import io.drawbridge.ftp.listing.Fact;
import io.drawbridge.ftp.protocol.HashAlgorithm;
import io.drawbridge.ftp.protocol.LineDecoder;
import io.drawbridge.ftp.protocol.Verb;

/** Whatever is sent is answered with a reply, or is no line. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class FuzzedClientTest {
    /** What to begin with, a conversation in each file; and whatever was found to be answered wrongly, for ever. */
    private static final Path SEEDS = Path.of("src/test/fuzz");
    private static final Pattern FIGURES = Pattern
            .compile("FUZZED inputs=(\\d+) heap-after-\\d+=(\\d+) heap-at-end=(\\d+)");
    private static final long MAX_GROWTH = 8 << 20;
    private static final int PATIENCE_HOURS = 2;

    @Test
    void every_conversation_that_is_kept_is_answered() throws Exception {
        for (Path seed : seeds()) {
            FuzzedClient.fuzzerTestOneInput(Files.readAllBytes(seed));
        }
        FuzzedClient.end();
    }

    @Test
    void every_verb_answers_an_argument_as_long_as_a_line_may_be() throws Exception {
        StringBuilder all = new StringBuilder();
        for (Verb verb : Verb.values()) {
            for (String part : List.of("x", " ", "/", "../", "a/", "x ", "\"", "\"\" ", "*", "*?", ";", "=", "-", "- ", "|",
                    ",", "1,",
                    "9", "\u0e44")) {
                int room = LineDecoder.MAX_LINE - verb.name().length() - 3;
                String most = part.repeat(room / part.getBytes(StandardCharsets.UTF_8).length);
                all.append(verb).append(' ').append(most).append("\n");
                all.append(verb).append(" \"").append(most).append("\"\n");
            }
        }
        FuzzedClient.fuzzerTestOneInput(all.toString().getBytes(StandardCharsets.UTF_8));
        FuzzedClient.end();
    }

    /** For a minute with CI set, for a million inputs with -Pfuzz: in a process of its own, which Jazzer instruments. */
    @Test
    @EnabledIfSystemProperty(named = "fuzz.limit", matches = "-.+")
    void no_conversation_that_Jazzer_thinks_up_ends_in_an_error_or_in_more_memory() throws Exception {
        Path folder = Path.of("target/fuzz").toAbsolutePath();
        Path found = Files.createDirectories(folder.resolve("found"));
        Path corpus = Files.createDirectories(folder.resolve("corpus"));
        Path output = folder.resolve("output.txt");
        Path dictionary = Files.write(folder.resolve("dictionary"), dictionary());
        Process jazzer = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-Xmx256m",
                "-Djdk.virtualThreadScheduler.parallelism=1",
                "-XX:+EnableDynamicAgentLoading", "--enable-native-access=ALL-UNNAMED", "-Djava.io.tmpdir=" + folder,
                "-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "com.code_intelligence.jazzer.Jazzer", "--target_class=" + FuzzedClient.class.getName(),
                "--instrumentation_includes=io.drawbridge.ftp.**", "--custom_hook_includes=io.drawbridge.ftp.**",
                "--reproducer_path=" + found,
                "-artifact_prefix=" + found + "/", "-dict=" + dictionary, "-max_len=256", "-timeout=20",
                // To libFuzzer the greatest memory of this process is its own too; the target itself watches the heap.
                "-rss_limit_mb=0",
                "-print_final_stats=1", System.getProperty("fuzz.limit"), corpus.toString(),
                SEEDS.toAbsolutePath().toString()).redirectErrorStream(true).redirectOutput(Redirect.to(output.toFile()))
                .start();
        try {
            assertThat(jazzer.waitFor(PATIENCE_HOURS, TimeUnit.HOURS)).isTrue();
        } finally {
            jazzer.destroyForcibly();
        }
        String said = Files.readString(output, StandardCharsets.ISO_8859_1);
        assertThat(jazzer.exitValue()).as(said).isZero();
        Matcher figures = FIGURES.matcher(said);
        assertThat(figures.find()).as(said).isTrue();
        System.out.println(figures.group());
        assertThat(Long.parseLong(figures.group(3)) - Long.parseLong(figures.group(2))).isLessThan(MAX_GROWTH);
    }

    private static List<Path> seeds() throws IOException {
        try (Stream<Path> files = Files.list(SEEDS)) {
            return files.sorted().toList();
        }
    }

    /** The words that a client of this server can say, in libFuzzer's form. */
    private static List<String> dictionary() {
        return Stream.of(Stream.of(Verb.values()).map(verb -> verb + " "),
                Stream.of(Fact.values()).map(fact -> fact.word() + "="),
                Stream.of(HashAlgorithm.values()).map(HashAlgorithm::word),
                Stream.of("CHMOD ", "UTIME ", "IDLE ", " UTC", "MLST ", "UTF8 ", "20260203040506", "\\x0d\\x0a", "../",
                        "|1|127.0.0.1|", "|2|::1|", "127,0,0,1,", "\\\"\\\"", "\\xff\\xf4\\xff\\xf2", "\\xff\\xfd"))
                .flatMap(words -> words).map(word -> '"' + word + '"').toList();
    }
}
