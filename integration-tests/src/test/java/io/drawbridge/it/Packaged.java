package io.drawbridge.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** A program as Maven has packaged it. */
public enum Packaged {
    STANDALONE("deploy/standalone", "^  curl -u "),
    FTP_SERVER("ftp-server", "listening for FTP on \\S+ port \\d+"),
    ADMIN_API("admin-api", "^Drawbridge admin API: ");

    private final String module;
    private final Pattern up;

    Packaged(String module, String up) {
        this.module = module;
        this.up = Pattern.compile(up);
    }

    Path jar() {
        return inProject(module + "/target/quarkus-app/quarkus-run.jar");
    }

    /** The command line by itself. */
    static Path commandLine() {
        return inProject("cli/target/drawbridge");
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
