package io.drawbridge.ftp.conversation;

import static java.util.Map.entry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;

import io.drawbridge.postgres.LocalPostgres;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/** A PostgreSQL and a data directory for the server under test; both are gone when the tests have ended. */
public class PostgresAndFolders implements QuarkusTestResourceLifecycleManager {
    private static volatile Relay relay;

    private LocalPostgres postgres;
    private Path data;

    /** Between the server and its PostgreSQL. */
    static Relay relay() {
        return relay;
    }

    @Override
    public Map<String, String> start() {
        try {
            postgres = LocalPostgres.temporary();
            relay = new Relay(URI.create(postgres.jdbcUrl().substring("jdbc:".length())).getPort());
            data = Files.createTempDirectory("drawbridge-test");
            TlsClient.newKey(data.resolve("tls.p12"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.ofEntries(
                entry("quarkus.datasource.jdbc.url", "jdbc:postgresql://127.0.0.1:" + relay.port() + "/postgres"),
                entry("quarkus.datasource.username", postgres.user()),
                entry("quarkus.datasource.password", postgres.password()),
                entry("drawbridge.data-dir", data.toString()),
                entry("quarkus.tls.ftp.key-store.p12.path", data.resolve("tls.p12").toString()),
                entry("quarkus.tls.ftp.key-store.p12.password", TlsClient.STORE_PASSWORD),
                entry("drawbridge.ftp.node", "node-under-test"),
                entry("drawbridge.ftp.host", "127.0.0.1"),
                entry("drawbridge.ftp.port", "0"),
                entry("drawbridge.ftp.passive-ports", "0"),
                entry("drawbridge.ftp.failed-login-delay", "10ms"),
                entry("drawbridge.ftp.data-connect-timeout", "2s"),
                entry("quarkus.http.test-port", "0"));
    }

    @Override
    public void stop() {
        try {
            relay.close();
            postgres.close();
            try (var files = Files.walk(data)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
