package io.drawbridge.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Container images as {@code deploy/container} makes them, in a store of their own. No registry is asked: the base is made
 * of this machine's Debian and of the Java that runs the tests.
 */
final class Images {
    private static final Duration MAX_BUILD = Duration.ofMinutes(8);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BASE = "localhost/base";
    /** On a read-only root, with nothing to write to but the data and /tmp, as the user of the image. */
    private static final String RUN = """
            set -e
            root=$1 data=$2 user=$3
            shift 3
            mount --bind "$root" "$root"
            mount -t proc proc "$root/proc"
            mount --rbind /dev "$root/dev"
            mount -t tmpfs tmpfs "$root/tmp"
            mount --bind "$data" "$root/var/lib/drawbridge"
            mount -o remount,bind,ro "$root"
            exec chroot --userspec="$user" "$root" env --ignore-environment "$@"
            """;

    private final Path store;

    private Images(Path store) {
        this.store = store;
    }

    /** @param folder for the store; whoever deletes it has deleted the images */
    static Images in(Path folder) throws IOException, InterruptedException {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")),
                "containers without an engine are root's to start");
        CommandLine.of("dpkg", "--version").run();
        CommandLine.of("buildah", "--version").run();
        Files.writeString(folder.resolve("storage.conf"), """
                [storage]
                driver = "vfs"
                graphroot = "%1$s/images"
                runroot = "%1$s/run"
                """.formatted(folder));
        Images images = new Images(folder);
        images.run(script("base"), BASE, System.getProperty("java.home"));
        return images;
    }

    /** @return the digest of what was built */
    String build(String program, String image, boolean cached) throws IOException, InterruptedException {
        run(script("build"), program, image, "--quiet", "--build-arg", "BASE=" + BASE, "--build-arg",
                "AOT=" + (cached ? "yes" : "no"));
        return inspect(image).get("FromImageDigest").textValue();
    }

    /** What the image says of how it is to be run. */
    JsonNode config(String image) throws IOException, InterruptedException {
        return inspect(image).get("OCIv1").get("config");
    }

    private JsonNode inspect(String image) throws IOException, InterruptedException {
        return JSON.readTree(run("buildah", "inspect", "--type", "image", image));
    }

    /** The files of an image. */
    Path files(String image) throws IOException, InterruptedException {
        return Path.of(run("buildah", "mount", run("buildah", "from", image).strip()).strip());
    }

    /**
     * Starts what the image says is to be started.
     *
     * @param files as {@link #files} has returned them
     * @param data the volume
     */
    DrawbridgeProcess start(Packaged program, String image, Path files, Path data, Map<String, String> settings)
            throws IOException, InterruptedException {
        JsonNode config = config(image);
        Map<String, String> environment = new TreeMap<>();
        for (JsonNode variable : config.get("Env")) {
            String[] pair = variable.textValue().split("=", 2);
            environment.put(pair[0], pair[1]);
        }
        environment.putAll(settings);
        List<String> words = new ArrayList<>(List.of("unshare", "--mount", "sh", "-c", RUN, "sh", files.toString(),
                data.toString(), config.get("User").textValue()));
        environment.forEach((name, value) -> words.add(name + "=" + value));
        config.get("Entrypoint").forEach(word -> words.add(word.textValue()));
        return new DrawbridgeProcess(program, new ProcessBuilder(words).start());
    }

    private String run(String... words) throws IOException, InterruptedException {
        return new CommandLine(Stream.concat(Stream.of("env", "CONTAINERS_STORAGE_CONF=" + store.resolve("storage.conf"),
                "BUILDAH_ISOLATION=chroot"), Stream.of(words)).toList()).run(MAX_BUILD);
    }

    private static String script(String name) {
        return Packaged.inProject("deploy/container/" + name).toString();
    }
}
