package io.drawbridge.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Name and password of a database user in two files, as Kubernetes mounts secrets. */
record Secrets(Path folder) {

    Path usernameFile() {
        return folder.resolve("username");
    }

    Path passwordFile() {
        return folder.resolve("password");
    }

    void write(String username, String password) throws IOException {
        replace(usernameFile(), username);
        replace(passwordFile(), password);
    }

    void delete() throws IOException {
        Files.delete(usernameFile());
        Files.delete(passwordFile());
    }

    /** The program is given the files, and no credentials besides. */
    Launch on(Launch program) {
        return program.without("QUARKUS_DATASOURCE_USERNAME").without("QUARKUS_DATASOURCE_PASSWORD")
                .with("DRAWBRIDGE_DATABASE_USERNAME_FILE", usernameFile().toString())
                .with("DRAWBRIDGE_DATABASE_PASSWORD_FILE", passwordFile().toString());
    }

    private static void replace(Path file, String text) throws IOException {
        Path half = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(half, text + "\n");
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
