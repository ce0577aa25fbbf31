package io.drawbridge.bench.compare;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.drawbridge.bench.load.Server;

/** The packaged standalone program as a process, on free ports of loopback and with a folder that is gone afterwards. */
final class Drawbridge implements AutoCloseable {
    private static final String PROGRAM = "deploy/standalone/target/quarkus-app/quarkus-run.jar";
    private static final Pattern FTP = Pattern.compile("^ {2}FTP +ftp://\\S+:(\\d+)");
    private static final Pattern API = Pattern.compile("^ {2}API +(http://[^/\\s]+)");
    /** The last line that it writes before it is ready. */
    private static final Pattern UP = Pattern.compile("^ {2}curl -u ");
    private static final String PASSWORD = "bench-administrator";
    private static final String ACCOUNT = "bench";
    private static final long MAX_START_SECONDS = 180;
    private static final long MAX_END_SECONDS = 60;
    private static final int LINES_KEPT = 200;
    /** The memory of the machine, where nobody measures its disks; not everywhere there. */
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final long ROOM_FOR_HOMES = 1L << 30;

    private final Path data;
    private final Path homes;
    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Deque<String> output = new ArrayDeque<>();
    private final CompletableFuture<Void> up = new CompletableFuture<>();
    /** For whoever is tired of waiting: it must not outlive us. */
    private final Thread whenKilled = new Thread(this::end, "drawbridge-end");
    private int ftpPort;
    private URI api;

    private Drawbridge(Path data, Path homes, Process process) {
        this.data = data;
        this.homes = homes;
        this.process = process;
        Runtime.getRuntime().addShutdownHook(whenKilled);
        Thread.ofPlatform().daemon().name("drawbridge-output").start(this::read);
    }

    /**
     * Starts it, and makes the account.
     *
     * @param project the folder in which Maven has packaged it
     * @throws IOException in words: it is not packaged, or does not start
     */
    static Drawbridge start(Path project) throws IOException, InterruptedException {
        Path program = project.resolve(PROGRAM);
        if (!Files.exists(program)) {
            throw new IOException(program + " is not there: run ./mvnw -Pbench package");
        }
        Path data = Files.createTempDirectory("drawbridge-bench");
        Path homes = Files.createTempDirectory(isRoomInMemory() ? MEMORY : data, "drawbridge-homes");
        ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar",
                program.toString()).redirectErrorStream(true);
        builder.environment().keySet().retainAll(List.of("PATH"));
        builder.environment().putAll(Map.ofEntries(
                Map.entry("LC_ALL", "C.UTF-8"),
                Map.entry("HOSTNAME", "bench"),
                Map.entry("DRAWBRIDGE_DATA_DIR", data.toString()),
                Map.entry("DRAWBRIDGE_HOMES_DIR", homes.toString()),
                Map.entry("DRAWBRIDGE_ADMIN_PASSWORD", PASSWORD),
                Map.entry("DRAWBRIDGE_FTP_HOST", "127.0.0.1"),
                Map.entry("DRAWBRIDGE_FTP_PORT", "0"),
                Map.entry("DRAWBRIDGE_FTP_PASSIVE_PORTS", "0"),
                Map.entry("QUARKUS_HTTP_HOST", "127.0.0.1"),
                Map.entry("QUARKUS_HTTP_PORT", "0")));
        Drawbridge started = new Drawbridge(data, homes, builder.start());
        try {
            started.up.get(MAX_START_SECONDS, TimeUnit.SECONDS);
            started.send("POST", "/accounts", "{\"name\":\"%s\",\"password\":\"%s\"}".formatted(ACCOUNT, ACCOUNT));
            return started;
        } catch (ExecutionException | TimeoutException e) {
            String said = started.output();
            started.close();
            throw new IOException("Drawbridge does not start:\n" + said, e);
        } catch (IOException | InterruptedException | RuntimeException e) {
            started.close();
            throw e;
        }
    }

    private static boolean isRoomInMemory() throws IOException {
        return Files.isWritable(MEMORY) && Files.getFileStore(MEMORY).getUsableSpace() > ROOM_FOR_HOMES;
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                hear(line);
            }
        } catch (IOException e) {
            up.completeExceptionally(e);
        }
        up.completeExceptionally(new IOException("it has ended"));
    }

    private synchronized void hear(String line) {
        output.add(line);
        if (output.size() > LINES_KEPT) {
            output.remove();
        }
        group(FTP, line).ifPresent(port -> ftpPort = Integer.parseInt(port));
        group(API, line).ifPresent(base -> api = URI.create(base));
        if (UP.matcher(line).find()) {
            up.complete(null);
        }
    }

    private static Optional<String> group(Pattern pattern, String line) {
        Matcher matcher = pattern.matcher(line);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** The last it has written. */
    synchronized String output() {
        return String.join("\n", output);
    }

    synchronized Server server() {
        return new Server("drawbridge", new InetSocketAddress("127.0.0.1", ftpPort), ACCOUNT, ACCOUNT);
    }

    /** @param sessions at most; null for no limit */
    void limit(Integer sessions) throws IOException, InterruptedException {
        send("PATCH", "/limits", "{\"maxSessions\":" + sessions + "}");
    }

    private void send(String method, String path, String body) throws IOException, InterruptedException {
        String login = Base64.getEncoder().encodeToString(("admin:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(api.resolve("/api/v1" + path))
                .header("Authorization", "Basic " + login).header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body)).build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IOException(method + " " + path + ": " + response.statusCode() + " " + response.body());
        }
    }

    @Override
    public void close() {
        http.close();
        Runtime.getRuntime().removeShutdownHook(whenKilled);
        end();
    }

    /** And nothing of it is left. */
    private void end() {
        // By its handle, which leaves its output open until it has ended.
        process.toHandle().destroy();
        try {
            if (!process.waitFor(MAX_END_SECONDS, TimeUnit.SECONDS)) {
                process.toHandle().destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.toHandle().destroyForcibly();
            Thread.currentThread().interrupt();
        }
        try {
            delete(homes);
            delete(data);
        } catch (IOException e) {
            System.err.println("bench: not all could be deleted: " + e);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            // The homes may have been in the other one.
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException problem) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
