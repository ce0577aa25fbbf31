package io.drawbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** The images of deploy/container, built and started. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@ExtendWith(FailureReport.class)
class ImageIT {
    private static final int USER = 10001;
    /** A run of the program while the image is built takes as long as all else here together. */
    private static final boolean CACHED = Boolean.getBoolean("drawbridge.images.aot");

    @TempDir
    private static Path store;
    private static Images images;

    @BeforeAll
    static void there_is_a_base() throws Exception {
        images = Images.in(store);
    }

    @Test
    void standalone_runs_as_its_user_on_a_read_only_root_and_ends_at_sigterm() throws Exception {
        images.build("standalone", "standalone", CACHED);
        Path files = images.files("standalone");
        Path cache = files.resolve("opt/drawbridge/cache/start.aot");
        assertThat(Files.exists(cache)).isEqualTo(CACHED);
        Path data = Files.createDirectory(store.resolve("data"));
        Files.setAttribute(data, "unix:uid", USER);
        try (DrawbridgeProcess program = images.start(Packaged.STANDALONE, "standalone", files, data, Map.of("HOSTNAME", "here",
                "DRAWBRIDGE_ADMIN_PASSWORD", Launch.ADMIN_PASSWORD, "DRAWBRIDGE_FTP_HOST", "127.0.0.1", "DRAWBRIDGE_FTP_PORT",
                "0", "DRAWBRIDGE_FTP_PASSIVE_PORTS", "0", "QUARKUS_HTTP_HOST", "127.0.0.1", "QUARKUS_HTTP_PORT", "0"))) {
            program.awaitUp();
            Api.of(program).makeAccount("alice");
            try (FtpProbe alice = FtpProbe.connect(program.ftpPort()).greeted().logIn("alice")) {
                alice.send("MKD ไทย").expect("257");
            }
            assertThat(data.resolve("homes/alice/ไทย")).isDirectory()
                    .satisfies(made -> assertThat(Files.getAttribute(made, "unix:uid")).isEqualTo(USER));
            assertThat(healthy(files, program)).isTrue();
            if (CACHED) {
                assertThat(program.maps()).contains(cache.getFileName().toString());
            }
            assertThat(program.stop().status()).isZero();
            assertThat(healthy(files, program)).isFalse();
        }
        says_of_what_it_is_made(files.resolve("opt/drawbridge"));
    }

    @Test
    void what_is_built_twice_is_the_same() throws Exception {
        String first = images.build("admin-api", "first", false);
        assertThat(images.build("admin-api", "second", false)).isEqualTo(first);
        JsonNode config = images.config("second");
        assertThat(config.get("User").textValue()).isEqualTo(USER + ":" + USER);
        assertThat(config.get("Labels").get("org.opencontainers.image.title").textValue()).isEqualTo("drawbridge-admin-api");
        assertThat(config.get("ExposedPorts").has("8080/tcp")).isTrue();
        assertThat(config.get("Volumes").has("/var/lib/drawbridge")).isTrue();
    }

    private static void says_of_what_it_is_made(Path folder) throws IOException {
        JsonNode sbom = new ObjectMapper().readTree(folder.resolve("sbom.cdx.json").toFile());
        assertThat(sbom.get("bomFormat").textValue()).isEqualTo("CycloneDX");
        List<String> said = StreamSupport.stream(sbom.get("components").spliterator(), false)
                .map(component -> component.at("/evidence/occurrences/0/location").asText()).toList();
        try (Stream<Path> jars = Files.list(folder.resolve("lib/main"))) {
            assertThat(jars.map(jar -> folder.relativize(jar).toString())).isNotEmpty().isSubsetOf(said);
        }
    }

    /** What a container engine asks in between. */
    private static boolean healthy(Path files, DrawbridgeProcess program) throws IOException, InterruptedException {
        return new ProcessBuilder("chroot", "--userspec=" + USER, files.toString(), "/usr/bin/env",
                "QUARKUS_HTTP_PORT=" + program.api().getPort(), "/opt/drawbridge/healthy")
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
    }
}
