package io.drawbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A packaged program that runs. Its output is kept, and shown when a test fails. */
public final class DrawbridgeProcess implements AutoCloseable {
    private static final Duration MAX_START = Duration.ofSeconds(90);
    private static final Duration MAX_END = Duration.ofSeconds(60);
    private static final Pattern FTP = Pattern.compile("(?:^  FTP    ftp://\\S+:|listening for FTP on \\S+ port )(\\d+)");
    private static final Pattern IMPLICIT_TLS = Pattern.compile("with implicit TLS on port (\\d+)");
    private static final Pattern API = Pattern.compile("^(?:  API    |Drawbridge admin API: )(http://[^/\\s]+)");

    /** What Quarkus says when HTTP is up, which is the last to come. */
    private static final Pattern HTTP = Pattern.compile("Listening on: (http://[^/\\s]+)");

    /** How a program has ended. */
    public record End(int status, List<String> output, List<String> errors) {
    }

    private final Packaged program;
    private final Process process;
    private final Output output;
    private final Output errors;

    DrawbridgeProcess(Packaged program, Process process) {
        this.program = program;
        this.process = process;
        this.output = new Output(process.getInputStream());
        this.errors = new Output(process.getErrorStream());
        FailureReport.include(this);
    }

    /** Waits until it is ready for clients. */
    public DrawbridgeProcess awaitUp() throws InterruptedException {
        if (output.await(program.up(), MAX_START).isEmpty()) {
            process.toHandle().destroyForcibly();
            throw new AssertionError(program + " did not start:\n" + this);
        }
        return this;
    }

    /** Waits until an ftp-server is ready for clients, and says so over HTTP. */
    DrawbridgeProcess awaitHealth() throws InterruptedException {
        awaitUp();
        assertThat(output.await(HTTP, MAX_START)).as("HTTP is up:\n%s", this).isPresent();
        return this;
    }

    /** Where an ftp-server tells of its health and its metrics. */
    URI health() {
        return URI.create(group(HTTP));
    }

    /** Waits until it has ended by itself. */
    public End awaitEnd() throws InterruptedException {
        if (!process.waitFor(MAX_END.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError(program + " does not end:\n" + this);
        }
        return new End(process.exitValue(), output.all(), errors.all());
    }

    int ftpPort() {
        return Integer.parseInt(group(FTP));
    }

    int implicitTlsPort() {
        return Integer.parseInt(group(IMPLICIT_TLS));
    }

    URI api() {
        return URI.create(group(API));
    }

    /** The first group of the line that has it. */
    String group(Pattern pattern) {
        return output.find(pattern).orElseThrow(() -> new AssertionError("no " + pattern + " in:\n" + this)).group(1);
    }

    boolean hasWritten(Pattern pattern) {
        return output.find(pattern).isPresent();
    }

    /** The files that are part of its memory. */
    String maps() throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(process.pid()), "maps"));
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** SIGTERM, and waits for the end. */
    End stop() throws InterruptedException {
        signalEnd();
        return awaitEnd();
    }

    /** By its handle: {@link Process#destroy} would close the streams, and what it writes at its end would be lost. */
    private void signalEnd() {
        process.toHandle().destroy();
    }

    /** @param name such as STOP; Java itself knows only how to end a process */
    public void signal(String name) throws IOException, InterruptedException {
        int status = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
        if (status != 0) {
            throw new IllegalStateException("cannot send SIG" + name + " to " + program);
        }
    }

    /** SIGKILL, and waits for the end. */
    public void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        process.waitFor();
    }

    /** Ends it, however, if it has not ended yet. */
    @Override
    public void close() {
        signalEnd();
        try {
            if (!process.waitFor(MAX_END.toSeconds(), TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            process.toHandle().destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return "--- " + program + ", process " + process.pid() + ", output:\n" + output + "\n--- errors:\n" + errors + "\n---";
    }
}
