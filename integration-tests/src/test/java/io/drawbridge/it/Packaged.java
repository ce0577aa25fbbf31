package io.drawbridge.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A program as Maven has packaged it. */
public enum Packaged {
    STANDALONE("deploy/standalone", "^  curl -u "),
    FTP_SERVER("ftp-server", "listening for FTP on \\S+ port \\d+"),
    ADMIN_API("admin-api", "^Drawbridge admin API: ");

    private static final boolean NATIVE = Boolean.getBoolean("drawbridge.native");

    private final String module;
    private final Pattern up;

    Packaged(String module, String up) {
        this.module = module;
        this.up = Pattern.compile(up);
    }

    /**
     * The words that start it: the native program where one was built, else its jar.
     *
     * @param options of the JVM
     */
    List<String> words(List<String> options) {
        if (isNative()) {
            return List.of(nativeProgram().toString());
        }
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(options);
        words.addAll(List.of("-jar", jar().toString()));
        return words;
    }

    /** A native program was built. */
    boolean isNative() {
        return NATIVE;
    }

    Path jar() {
        return inProject(module + "/target/quarkus-app/quarkus-run.jar");
    }

    private Path nativeProgram() {
        try (Stream<Path> files = Files.list(inProject(module + "/target"))) {
            return files.filter(file -> file.toString().endsWith("-runner")).findFirst()
                    .orElseThrow(() -> new IllegalStateException(this + " is not native: run ./mvnw package -Dnative"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The command line by itself. */
    static Path commandLine() {
        Path compiled = Path.of(System.getProperty("drawbridge.project", ".."), "cli/target/drawbridge-native");
        return NATIVE && Files.exists(compiled) ? compiled
                : inProject("cli/target/drawbridge");
    }

    static Path inProject(String name) {
        Path file = Path.of(System.getProperty("drawbridge.project", ".."), name);
        if (!Files.exists(file)) {
            throw new IllegalStateException(file + " is not there: run ./mvnw package");
        }
        return file;
    }

    /** The last line that it writes before it is ready. */
    Pattern up() {
        return up;
    }
}
