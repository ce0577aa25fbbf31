package io.drawbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;

/** A program of this machine with its arguments. */
public record CommandLine(List<String> words) {
    private static final Duration MAX_RUN = Duration.ofSeconds(120);

    /** Where it is missing, the test is left out; in CI, where everything is to be there, it fails. */
    public static CommandLine of(String program, String... arguments) {
        boolean there = Stream.of(System.getenv("PATH").split(":")).map(folder -> Path.of(folder, program))
                .anyMatch(Files::isExecutable);
        if (!there && System.getenv("CI") != null) {
            throw new AssertionError(program + " is not installed");
        }
        Assumptions.assumeTrue(there, () -> program + " is not installed");
        return new CommandLine(Stream.concat(Stream.of(program), Stream.of(arguments)).toList());
    }

    CommandLine and(String argument) {
        return new CommandLine(Stream.concat(words.stream(), Stream.of(argument)).toList());
    }

    /** Run by another program, such as one that drops privileges. */
    CommandLine by(String... program) {
        return new CommandLine(Stream.concat(Stream.of(program), words.stream()).toList());
    }

    /** Starts it, its output going into a file, so that nobody has to read it. */
    Process start(Path output) {
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("LC_ALL", "C.UTF-8");
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs it to its end, which must be a good one, and returns what it has written. */
    public String run() throws IOException, InterruptedException {
        return run(MAX_RUN);
    }

    /** As {@link #run()}, where it may take longer. */
    String run(Duration atMost) throws IOException, InterruptedException {
        Path output = Files.createTempFile("drawbridge-client", ".txt");
        try {
            Process process = start(output);
            boolean ended = process.waitFor(atMost.toSeconds(), TimeUnit.SECONDS);
            process.destroyForcibly();
            String written = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
            assertThat(ended).as("%s ends in time; it has written:%n%s", words, written).isTrue();
            assertThat(process.exitValue()).as("exit status of %s, which has written:%n%s", words, written).isZero();
            return written;
        } finally {
            Files.delete(output);
        }
    }
}
