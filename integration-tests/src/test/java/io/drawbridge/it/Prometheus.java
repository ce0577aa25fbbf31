package io.drawbridge.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Assumptions;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

import io.restassured.path.json.JsonPath;

/** A real Prometheus with the configuration of {@code deploy/observability}, which reads one program each second. */
final class Prometheus implements AutoCloseable {
    static final Path EXAMPLES = Path.of(System.getProperty("drawbridge.project", "..")).resolve("deploy/observability")
            .toAbsolutePath().normalize();
    private static final Path PROGRAM = Path.of("/usr/bin/prometheus");
    private static final Duration MAX_START = Duration.ofSeconds(60);
    private static final Pattern LISTENING = Pattern.compile("msg=\"Listening on\" address=(\\S+)");

    /** An alert, whether it fires, and whether its query could be asked. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Alert(String name, String query, String state, String health) {
    }

    private final Process process;
    private final String url;

    private Prometheus(Process process, Output output) throws InterruptedException {
        this.process = process;
        this.url = "http://" + output.await(LISTENING, MAX_START).orElseThrow(() -> new AssertionError(output)).group(1);
    }

    /**
     * The test that wants it is skipped where it is not installed, and fails in CI.
     *
     * @param target host and port
     */
    static Prometheus reading(String target, Path folder) throws IOException, InterruptedException {
        if (!Files.isExecutable(PROGRAM) && System.getenv("CI") == null) {
            Assumptions.abort("Prometheus is not installed");
        }
        String example = Files.readString(EXAMPLES.resolve("prometheus.yaml"));
        assertThat(example).contains("15s", "- alerts.yaml", "targets: [");
        Path configuration = Files.writeString(folder.resolve("prometheus.yaml"), example.replace("15s", "1s")
                .replace("- alerts.yaml", "- " + EXAMPLES.resolve("alerts.yaml"))
                .replaceAll("targets: \\[.*\\]", "targets: ['" + target + "']"));
        Process process = new ProcessBuilder(PROGRAM.toString(), "--config.file=" + configuration,
                "--storage.tsdb.path=" + folder.resolve("tsdb"), "--web.listen-address=127.0.0.1:0").start();
        try {
            return new Prometheus(process, new Output(process.getErrorStream()));
        } catch (AssertionError | InterruptedException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** The labels of each series that the query gives. */
    List<Map<String, String>> query(String query) {
        return answer("query", Map.of("query", query)).getList("data.result.metric");
    }

    /** The names of all labels that there are. */
    List<String> labels() {
        return answer("labels", Map.of()).getList("data");
    }

    List<Alert> alerts() {
        return answer("rules", Map.of("type", "alert")).getList("data.groups.rules.flatten()", Alert.class);
    }

    private JsonPath answer(String what, Map<String, String> parameters) {
        return given().baseUri(url).basePath("/api/v1").queryParams(parameters).get(what).then().statusCode(200).extract()
                .jsonPath();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
