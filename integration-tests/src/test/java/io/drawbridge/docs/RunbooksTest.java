package io.drawbridge.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** Alerts, and what to do about them. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class RunbooksTest {
    private static final Path ALERTS = Page.PROJECT.resolve("deploy/observability");
    private static final Path PROMTOOL = Path.of("/usr/bin/promtool");

    private static List<String> all(String pattern, String text) {
        return Pattern.compile(pattern, Pattern.MULTILINE).matcher(text).results().map(found -> found.group(1)).toList();
    }

    private static List<String> alerts() throws IOException {
        return all("- alert: (\\w+)$", Files.readString(ALERTS.resolve("alerts.yaml")));
    }

    @Test
    void every_alert_has_its_runbook_and_names_it() throws IOException {
        assertThat(all("^### (Drawbridge\\w+)$", Page.read("operations.md"))).isEqualTo(alerts());
        assertThat(all("runbook: docs/operations.md#(\\w+)$", Files.readString(ALERTS.resolve("alerts.yaml"))))
                .isEqualTo(alerts().stream().map(name -> name.toLowerCase(Locale.ROOT)).toList());
    }

    @Test
    void every_alert_is_tried_with_trouble_and_without() throws IOException {
        assertThat(all("- name: (\\w+) is silent$", Files.readString(ALERTS.resolve("alerts-test.yaml")))).isEqualTo(alerts());
        assertThat(all("- name: (\\w+) fires$", Files.readString(ALERTS.resolve("alerts-test.yaml")))).isEqualTo(alerts());
    }

    @Test
    void prometheus_takes_configuration_and_alerts_and_they_fire_when_they_should() throws Exception {
        if (!Files.isExecutable(PROMTOOL) && System.getenv("CI") == null) {
            Assumptions.abort("promtool is not installed");
        }
        promtool("check", "config", "prometheus.yaml");
        promtool("test", "rules", "alerts-test.yaml");
    }

    private static void promtool(String... words) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(PROMTOOL.toString());
        builder.command().addAll(List.of(words));
        Process process = builder.directory(ALERTS.toFile()).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
