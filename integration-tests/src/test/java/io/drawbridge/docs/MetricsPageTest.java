package io.drawbridge.docs;

import java.io.IOException;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import io.drawbridge.ftp.metrics.Metric;

@DisplayNameGeneration(ReplaceUnderscores.class)
class MetricsPageTest {

    @Test
    void every_metric_has_its_row() throws IOException {
        String rows = Stream.of(Metric.values()).map(MetricsPageTest::row).collect(Collectors.joining());
        Page.holds("metrics.md", "| metric | kind | labels | meaning |\n|---|---|---|---|\n" + rows);
    }

    private static String row(Metric metric) {
        return "| `" + metric.publishedName() + "` | " + metric.kind().name().toLowerCase(Locale.ROOT) + " | "
                + metric.labels().stream().map(label -> "`" + label + "`").collect(Collectors.joining(", ")) + " | "
                + metric.meaning() + " |\n";
    }
}
