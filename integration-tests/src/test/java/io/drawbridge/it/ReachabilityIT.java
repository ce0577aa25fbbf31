package io.drawbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * What a native compiler would be told of the standalone program, in which are the other two: whether it knows of all that
 * is found by its name. It needs no native compiler.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ReachabilityIT {
    private static final String CONFIGURATION = "META-INF/native-image/";
    private static final ObjectMapper JSON = new ObjectMapper();
    /** What no extension of Quarkus looks after, because Drawbridge has brought it along. */
    private static final Pattern OWN = Pattern
            .compile(".*(drawbridge|password4j|dmfs|zonky|commons-compress|tukaani|bouncycastle|picocli).*[.]jar");

    private static final List<Path> JARS = new ArrayList<>();
    private static final Set<String> REFLECTED = new HashSet<>();
    private static final List<Pattern> RESOURCES = new ArrayList<>();
    /** Arguments that name classes or packages, without their names. */
    private static final Set<String> INITIALIZED_AT_RUN_TIME = new HashSet<>();
    private static URLClassLoader classes;

    @BeforeAll
    static void read() throws IOException {
        Path sources = Packaged.inProject("deploy/standalone/target/native-sources");
        for (Path folder : List.of(sources, sources.resolve("lib"))) {
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(file -> file.toString().endsWith(".jar")).forEach(JARS::add);
            }
        }
        List<URL> urls = new ArrayList<>();
        for (Path jar : JARS) {
            urls.add(url(jar));
            readConfiguration(jar);
        }
        initialize(Files.readString(sources.resolve("native-image.args")));
        classes = new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    @AfterAll
    static void close() throws IOException {
        classes.close();
    }

    private static void readConfiguration(Path jar) throws IOException {
        try (JarFile open = new JarFile(jar.toFile())) {
            for (JarEntry entry : (Iterable<JarEntry>) open.stream()::iterator) {
                if (entry.getName().startsWith(CONFIGURATION)) {
                    try (InputStream content = open.getInputStream(entry)) {
                        readConfiguration(entry.getName(), content);
                    }
                }
            }
        }
    }

    private static void readConfiguration(String name, InputStream content) throws IOException {
        switch (name.substring(name.lastIndexOf('/') + 1)) {
            case "reflect-config.json" -> JSON.readTree(content).forEach(type -> REFLECTED.add(type.get("name").textValue()));
            case "resource-config.json" -> {
                JsonNode resources = JSON.readTree(content).path("resources");
                resources.path("includes").forEach(one -> RESOURCES.add(Pattern.compile(one.get("pattern").textValue())));
            }
            case "native-image.properties" -> initialize(new String(content.readAllBytes()));
            default -> {
            }
        }
    }

    private static void initialize(String arguments) {
        for (String argument : arguments.replaceAll("\\\\\\R\\s*", "").split("[\\s=]*--")) {
            if (argument.startsWith("initialize-at-run-time=")) {
                INITIALIZED_AT_RUN_TIME.addAll(List.of(argument.substring(argument.indexOf('=') + 1).strip().split("[,\\s]+")));
            }
        }
    }

    @Test
    void what_the_api_says_in_JSON_may_be_looked_at() throws Exception {
        assertThat(named("io.drawbridge.admin.", type -> type.isRecord() && Modifier.isPublic(type.getModifiers())))
                .hasSizeGreaterThan(50).isSubsetOf(REFLECTED);
    }

    @Test
    void so_may_rows_of_tables() throws Exception {
        assertThat(named("io.drawbridge.database.", type -> type.getSimpleName().endsWith("Row"))).hasSizeGreaterThan(15)
                .isSubsetOf(REFLECTED);
    }

    @Test
    void and_the_commands_of_the_command_line() throws Exception {
        assertThat(named("io.drawbridge.cli.command.", type -> type.getSimpleName().endsWith("Commands")))
                .hasSizeGreaterThan(5).isSubsetOf(REFLECTED);
    }

    @Test
    void all_files_that_the_programs_read_are_in_them() throws IOException {
        List<String> files = new ArrayList<>();
        for (Path jar : JARS) {
            if (jar.getFileName().toString().contains("drawbridge")) {
                files.addAll(entries(jar).stream().filter(ReachabilityIT::isReadAtRunTime).toList());
            }
        }
        assertThat(files).contains("db/migration/V1__Create_the_door.sql", "io/drawbridge/reply/replies_th.properties",
                "io/drawbridge/cli/version.txt", "META-INF/resources/index.html");
        assertThat(files).allMatch(ReachabilityIT::isIncluded);
    }

    /** Quarkus takes settings into account when it builds, and class files are no resources. */
    private static boolean isReadAtRunTime(String file) {
        return !file.endsWith(".class") && !file.endsWith("/")
                && (!file.startsWith("META-INF/") || file.startsWith("META-INF/resources/"))
                && !file.equals("application.properties");
    }

    @Test
    void and_so_is_postgresql() throws IOException {
        List<String> archives = new ArrayList<>();
        for (Path jar : JARS) {
            if (jar.getFileName().toString().contains("postgres-binaries-linux")) {
                archives.addAll(entries(jar).stream().filter(file -> file.endsWith(".txz")).toList());
            }
        }
        assertThat(archives).isNotEmpty().allMatch(ReachabilityIT::isIncluded);
    }

    /** Random numbers of the machine that builds would be the same in every program; threads would be no more. */
    @Test
    void no_random_numbers_and_threads_are_taken_along_from_the_build() throws Exception {
        assertThat(named("", ReachabilityIT::holdsWhatMustNotBeKept)).contains("com.password4j.AlgorithmFinder")
                .allMatch(ReachabilityIT::isInitializedAtRunTime);
    }

    /** Its classes find out what the machine is and has. */
    @Test
    void what_looks_at_the_machine_looks_at_that_on_which_it_runs() {
        assertThat(isInitializedAtRunTime("io.zonky.test.db.postgres.util.LinuxUtils")).isTrue();
    }

    private static boolean holdsWhatMustNotBeKept(Class<?> type) {
        for (Field field : type.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers())
                    && (Random.class.isAssignableFrom(field.getType()) || Thread.class.isAssignableFrom(field.getType()))) {
                // Tools for cryptographers with a main method of their own.
                return !type.getName().startsWith("org.bouncycastle.math.ec.tools.");
            }
        }
        return false;
    }

    private static boolean isInitializedAtRunTime(String type) {
        return INITIALIZED_AT_RUN_TIME.stream().anyMatch(name -> type.equals(name) || type.startsWith(name + "."));
    }

    private static boolean isIncluded(String file) {
        return RESOURCES.stream().anyMatch(pattern -> pattern.matcher(file).matches());
    }

    private interface Condition {
        boolean holds(Class<?> type);
    }

    private static Collection<String> named(String prefix, Condition condition) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path jar : JARS) {
            if (OWN.matcher(jar.getFileName().toString()).matches()) {
                for (String entry : entries(jar)) {
                    String name = entry.replaceAll("[.]class$", "").replace('/', '.');
                    if (entry.endsWith(".class") && !entry.startsWith("META-INF/") && name.startsWith(prefix)
                            && isMet(condition, name)) {
                        found.add(name);
                    }
                }
            }
        }
        return found;
    }

    /** A class whose libraries are not there is out of reach of the compiler too. */
    private static boolean isMet(Condition condition, String name) {
        try {
            return condition.holds(Class.forName(name, false, classes));
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    private static List<String> entries(Path jar) throws IOException {
        try (JarFile open = new JarFile(jar.toFile())) {
            return open.stream().map(JarEntry::getName).toList();
        }
    }

    private static URL url(Path jar) throws MalformedURLException {
        return jar.toUri().toURL();
    }
}
