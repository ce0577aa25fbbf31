package io.drawbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.PrintWriter;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.time.Clock;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import io.drawbridge.cli.command.Surroundings;
import io.drawbridge.cli.login.SavedLogin;
import picocli.CommandLine;

/** What can be seen without a server. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ProgramTest {
    @TempDir
    private Path folder;

    private Run run(String... arguments) {
        return Run.of(Map.of("XDG_CONFIG_HOME", folder.toString()), "", arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "nonsense", "maintenance", "maintenance on --nonsense", "limits set",
            "limits set --max-sessions=x",
            "sessions kick", "sessions kick 6b1a1f3e --all", "maintenance on --until=soon", "accounts add bob",
            "maintenance on --for=1h --until=14:00", "status --url=ftp://x", "status --url=http://a:b@x", "status -o xml",
            "status --token-file=/nonexistent", "status --cacert=/nonexistent", "status --token=" })
    void a_command_line_that_makes_no_sense_is_2_and_one_line(String line) {
        Run run = run(line.isEmpty() ? new String[0] : line.split(" "));
        assertThat(run.err()).hasLineCount(1).startsWith("drawbridge: ");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void a_word_that_begins_with_an_at_sign_names_no_file() throws Exception {
        Path file = Files.writeString(folder.resolve("arguments"), "--version");
        assertThat(run("@" + file).exit()).isEqualTo(2);
    }

    @Test
    void a_server_that_is_not_there_is_3_and_one_line() throws Exception {
        int nobody;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = free.getLocalPort();
        }
        Run run = run("status", "--url", "http://127.0.0.1:" + nobody);
        assertThat(run.err()).isEqualTo("drawbridge: cannot reach http://127.0.0.1:" + nobody + ": nobody listens there\n");
        assertThat(run.exit()).isEqualTo(3);
    }

    @Test
    void a_certificate_is_trusted_only_by_whom_it_is_given() throws Exception {
        Path keys = folder.resolve("keys.p12");
        Path certificate = folder.resolve("certificate.pem");
        String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        assertThat(new ProcessBuilder(keytool, "-genkeypair", "-alias", "it", "-keyalg", "EC", "-dname", "CN=localhost", "-ext",
                "SAN=dns:localhost", "-keystore", keys.toString(), "-storepass", "secret", "-storetype", "PKCS12")
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor()).isZero();
        KeyStore store = KeyStore.getInstance(keys.toFile(), "secret".toCharArray());
        Files.writeString(certificate, "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString(store.getCertificate("it").getEncoded())
                + "\n-----END CERTIFICATE-----\n");
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(store, "secret".toCharArray());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(own.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext("/api/v1/groups", exchange -> {
            byte[] nobody = "{\"items\":[],\"total\":0}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, nobody.length);
            exchange.getResponseBody().write(nobody);
            exchange.close();
        });
        server.createContext("/api/v1/accounts", exchange -> {
            exchange.getResponseHeaders().set("Location", "/api/v1/groups");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.start();
        try {
            String url = "https://localhost:" + server.getAddress().getPort();
            Run strange = run("groups", "ls", "--url", url);
            assertThat(strange.err()).hasLineCount(1).contains("TLS failed");
            assertThat(strange.exit()).isEqualTo(3);
            assertThat(run("groups", "ls", "--url", url, "--cacert", certificate.toString()).exit()).isZero();
            assertThat(run("accounts", "ls", "--url", url, "--cacert", certificate.toString()).exit()).isEqualTo(1);
            assertThat(run("groups", "ls", "--url", url, "--cacert", keys.toString()).exit()).isEqualTo(2);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void every_command_has_help() {
        assertThat(run("maintenance", "windows", "add", "--help")).satisfies(help -> {
            assertThat(help.exit()).isZero();
            assertThat(help.out()).contains("Usage: drawbridge maintenance windows add", "NAME", "--drain-for");
        });
        checkHelp(commands());
    }

    private static void checkHelp(CommandLine command) {
        assertThat(command.getUsageMessage()).contains("Usage: " + command.getCommandSpec().qualifiedName(), "--help", "--url");
        command.getSubcommands().values().forEach(ProgramTest::checkHelp);
    }

    @Test
    void every_command_is_known_to_a_native_image() throws Exception {
        Set<String> known = new HashSet<>();
        try (InputStream written = Program.class.getResourceAsStream(
                "/META-INF/native-image/picocli-generated/io.drawbridge/drawbridge-cli/reflect-config.json")) {
            new ObjectMapper().readTree(written).forEach(type -> known.add(type.path("name").asText()));
        }
        assertThat(known).contains(Program.class.getName());
        checkKnown(commands(), known);
    }

    private static void checkKnown(CommandLine command, Set<String> known) {
        Object object = command.getCommandSpec().userObject();
        Class<?> type = object instanceof Method method ? method.getDeclaringClass() : object.getClass();
        assertThat(known).contains(type.getName());
        command.getCommandSpec().mixins().values().forEach(mixin -> assertThat(known).contains(mixin.userObject().getClass()
                .getName()));
        command.getSubcommands().values().forEach(below -> checkKnown(below, known));
    }

    @Test
    void bash_completes_a_word() throws Exception {
        Path script = Files.writeString(folder.resolve("completion"), run("completion", "bash").out());
        assertThat(complete(script, "drawbridge", "main")).isEqualTo("maintenance");
        assertThat(complete(script, "drawbridge", "sessions", "k")).isEqualTo("kick");
        assertThat(complete(script, "drawbridge", "limits", "set", "--max-sessions-per-ac"))
                .isEqualTo("--max-sessions-per-account");
        assertThat(complete(script, "drawbridge", "sessions", "ls", "--state", "tr")).isEqualTo("transferring");
    }

    /** What bash puts in the place of the last word. */
    private static String complete(Path script, String... words) throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/bash")) || System.getenv("CI") != null,
                "bash is not installed");
        String line = "source '" + script + "'; COMP_WORDS=(" + String.join(" ", words) + "); COMP_CWORD=" + (words.length - 1)
                + "; COMP_LINE=\"${COMP_WORDS[*]}\"; COMP_POINT=${#COMP_LINE}"
                + "; _complete_drawbridge 2>/dev/null; echo \"${COMPREPLY[*]}\"";
        Process bash = new ProcessBuilder("/bin/bash", "--norc", "-c", line).redirectErrorStream(true).start();
        String written = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(written).isZero();
        return written.strip();
    }

    @Test
    void a_login_is_kept_where_only_its_owner_reads() throws Exception {
        Path file = SavedLogin.file(Map.of("XDG_CONFIG_HOME", folder.toString()));
        new SavedLogin(URI.create("http://localhost:1"), "of-a-test", "dbt_secret", null).write(file);
        new SavedLogin(URI.create("http://localhost:2"), "of-a-test", "dbt_secret", null).write(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent()))).isEqualTo("rwx------");
        assertThat(SavedLogin.read(file)).get().extracting(SavedLogin::url).isEqualTo(URI.create("http://localhost:2"));
        assertThat(file.getParent()).isDirectoryNotContaining("glob:**login?*.json");
    }

    @Test
    void a_login_that_somebody_has_broken_is_said_in_one_line() throws Exception {
        Path file = SavedLogin.file(Map.of("XDG_CONFIG_HOME", folder.toString()));
        Files.createDirectories(file.getParent());
        for (String broken : new String[] { "", "{", "[]", "{\"url\":1}", "{\"url\":\"\\u0000\",\"token\":\"x\"}" }) {
            Files.writeString(file, broken);
            Run run = run("status");
            assertThat(run.exit()).as(broken).isEqualTo(2);
            assertThat(run.err()).as(broken).hasLineCount(1).contains(file.toString());
        }
    }

    private static CommandLine commands() {
        return Program.commands(new Surroundings(Map.of(), System.in, new PrintWriter(System.out), new PrintWriter(System.err),
                Optional.empty(), (question, isSecret) -> null, Clock.systemUTC()));
    }
}
