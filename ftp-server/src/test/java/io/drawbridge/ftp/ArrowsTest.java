package io.drawbridge.ftp;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** Which package may know which: as docs/architecture.md says. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ArrowsTest {
    private static final Path SOURCES = Path.of("src/main/java/io/drawbridge/ftp");
    private static final Pattern IMPORT = Pattern.compile("import (?:static )?io\\.drawbridge\\.ftp\\.(\\w+)\\..*");

    private static final Map<String, Set<String>> MAY_KNOW = Map.ofEntries(
            entry("server", Set.of("command", "session", "admission", "overload", "metrics", "account", "data", "storage",
                    "tls", "protocol", "config", "journal", "accesslog", "proxy", "trace")),
            entry("command", Set.of("session", "admission", "account", "listing", "data", "storage", "tls", "protocol",
                    "config", "accesslog", "proxy", "metrics", "kubernetes")),
            entry("session", Set.of("admission", "account", "listing", "data", "storage", "tls", "protocol", "trace")),
            entry("admission", Set.of("overload", "metrics", "config", "journal")),
            entry("journal", Set.of("metrics")),
            entry("overload", Set.of("data", "config")),
            entry("accesslog", Set.of("protocol", "config")),
            entry("trace", Set.of("config")),
            entry("metrics", Set.of()),
            entry("account", Set.of("storage", "config")),
            entry("kubernetes", Set.of("config")),
            entry("listing", Set.of("storage", "protocol")),
            entry("config", Set.of("data", "tls", "proxy")),
            entry("data", Set.of("tls", "proxy")),
            entry("proxy", Set.of()),
            entry("tls", Set.of()),
            entry("storage", Set.of()),
            entry("protocol", Set.of()));

    @Test
    void arrows_between_packages_point_one_way() throws IOException {
        Map<String, Set<String>> known = new TreeMap<>();
        for (String from : MAY_KNOW.keySet()) {
            known.put(from, imports(SOURCES.resolve(from)));
        }
        assertThat(known).allSatisfy((from, to) -> assertThat(MAY_KNOW.get(from)).as(from).containsAll(to));
        try (var folders = Files.list(SOURCES)) {
            assertThat(folders.filter(Files::isDirectory).map(folder -> folder.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(MAY_KNOW.keySet());
        }
    }

    private static Set<String> imports(Path folder) throws IOException {
        Set<String> imports = new TreeSet<>();
        List<Path> sources;
        try (var files = Files.list(folder)) {
            sources = files.toList();
        }
        for (Path source : sources) {
            Files.readAllLines(source).stream().map(IMPORT::matcher).filter(matcher -> matcher.matches())
                    .map(matcher -> matcher.group(1)).filter(other -> !other.equals(folder.getFileName().toString()))
                    .forEach(imports::add);
        }
        return imports;
    }
}
