package io.drawbridge.it;

import static io.restassured.RestAssured.given;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Keycloak that knows the people of keycloak/realm.json, as long as it runs. */
final class Keycloak implements AutoCloseable {
    static final String SECRET = "a-secret-of-at-least-32-characters";
    static final String PASSWORD = "open sesame";
    private static final Pattern UP = Pattern.compile("Listening on: (http://\\S+)");
    private static final Duration MAX_START = Duration.ofMinutes(4);

    private final Process process;
    private final Output output;

    /** Starts it, and does not wait until it is up. */
    Keycloak() throws IOException {
        Path home = Path.of(System.getProperty("drawbridge.keycloak"));
        Path realms = Files.createDirectories(home.resolve("data/import"));
        try (InputStream realm = Keycloak.class.getResourceAsStream("/keycloak/realm.json")) {
            Files.copy(realm, realms.resolve("realm.json"), StandardCopyOption.REPLACE_EXISTING);
        }
        // The same words each time: with others it would build itself anew.
        ProcessBuilder builder = new ProcessBuilder(home.resolve("bin/kc.sh").toString(), "start-dev", "--db=dev-mem",
                "--cache=local", "--http-host=127.0.0.1", "--http-port=0", "--import-realm").redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", System.getenv("PATH"), "JAVA_HOME", System.getProperty("java.home"),
                "JAVA_OPTS_APPEND", "-XX:TieredStopAtLevel=1"));
        process = builder.start();
        output = new Output(process.getInputStream());
    }

    /** Where the realm is. */
    URI awaitRealm() throws InterruptedException {
        String base = output.await(UP, MAX_START)
                .orElseThrow(() -> new AssertionError("Keycloak did not start:\n" + output)).group(1);
        return URI.create(base + "/realms/example");
    }

    /** An access token of someone that a program of the organisation has got by their password. */
    static String token(URI realm, String client, String user) {
        return token(realm, Map.of("grant_type", "password", "client_id", client, "username", user, "password", PASSWORD));
    }

    /** An access token of a program. */
    static String token(URI realm, String client) {
        return token(realm, Map.of("grant_type", "client_credentials", "client_id", client));
    }

    private static String token(URI realm, Map<String, String> asked) {
        return given().formParams(asked).formParam("client_secret", SECRET).formParam("scope", "openid")
                .post(realm + "/protocol/openid-connect/token").then().statusCode(200).extract().path("access_token");
    }

    @Override
    public void close() {
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList().forEach(ProcessHandle::destroyForcibly);
    }
}
