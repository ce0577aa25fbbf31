package io.drawbridge.cli.login;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.drawbridge.cli.outcome.ExitCode;
import io.drawbridge.cli.outcome.Failure;

/**
 * What {@code login} has left.
 *
 * @param name of the token
 * @param certificates PEM, of the authorities to trust; null for the machine's own
 */
public record SavedLogin(URI url, String name, String token, Path certificates) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** By the XDG base directory specification. */
    public static Path file(Map<String, String> environment) {
        String folder = environment.getOrDefault("XDG_CONFIG_HOME", "");
        // What is not absolute is to be ignored.
        Path base = folder.startsWith("/") ? Path.of(folder)
                : Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".config");
        return base.resolve("drawbridge").resolve("login.json");
    }

    /** @throws Failure when there is a file that cannot be read */
    public static Optional<SavedLogin> read(Path file) {
        try {
            JsonNode saved = JSON.readTree(Files.readString(file));
            if (!saved.path("url").isTextual() || !saved.path("token").isTextual()) {
                throw Failure.usage(file + " is not what drawbridge login writes: delete it, and log in again");
            }
            JsonNode certificates = saved.path("cacert");
            return Optional.of(new SavedLogin(URI.create(saved.get("url").asText()), saved.path("name").asText(),
                    saved.get("token").asText(), certificates.isTextual() ? Path.of(certificates.asText()) : null));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JacksonException | IllegalArgumentException e) {
            throw Failure.usage(file + " is not what drawbridge login writes: delete it, and log in again");
        } catch (IOException e) {
            throw Failure.usage("cannot read " + file);
        }
    }

    /** In place of the one that there is; at no moment can anybody else read it. */
    public void write(Path file) {
        ObjectNode saved = JSON.createObjectNode().put("url", url.toString()).put("name", name).put("token", token);
        if (certificates != null) {
            saved.put("cacert", certificates.toAbsolutePath().toString());
        }
        try {
            Files.createDirectories(file.getParent(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Path part = Files.createTempFile(file.getParent(), "login", ".json",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(part, saved.toPrettyString() + "\n");
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new Failure(ExitCode.USAGE, "cannot write " + file, e);
        }
    }

    public static void forget(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new Failure(ExitCode.USAGE, "cannot delete " + file, e);
        }
    }

    @Override
    public String toString() {
        return "SavedLogin[url=" + url + ", name=" + name + "]";
    }
}
