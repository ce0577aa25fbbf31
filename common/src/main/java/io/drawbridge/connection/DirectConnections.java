package io.drawbridge.connection;

import javax.sql.DataSource;

import jakarta.inject.Singleton;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.postgresql.ds.PGSimpleDataSource;

import io.drawbridge.program.StartFailure;

/**
 * Connections past the pool, and past a pooler in front of the database: each has one session of PostgreSQL for as long as
 * it is open, which {@code LISTEN} and migrations need.
 */
@Singleton
public final class DirectConnections {
    private static final int CONNECT_SECONDS = 3;

    private final DatabaseCredentials credentials;
    private final String url;

    DirectConnections(DatabaseConfig config, DatabaseCredentials credentials,
            @ConfigProperty(name = "quarkus.datasource.jdbc.url") String pooledUrl) {
        this.credentials = credentials;
        this.url = config.directUrl().orElse(pooledUrl);
    }

    /**
     * Opens connections with the name and the password of this moment.
     *
     * @param name by which PostgreSQL lists them
     * @throws StartFailure when the URL is not one of PostgreSQL, or a file of credentials cannot be read
     */
    public DataSource named(String name) {
        PGSimpleDataSource connections = new PGSimpleDataSource();
        try {
            connections.setURL(url);
        } catch (IllegalArgumentException e) {
            // Without the URL, which may hold a password.
            throw new StartFailure("the database's URL must begin with jdbc:postgresql:", e);
        }
        // As with the pool, what the URL says goes before.
        if (connections.getUser() == null) {
            credentials.username().ifPresent(connections::setUser);
        }
        if (connections.getPassword() == null) {
            credentials.password().ifPresent(connections::setPassword);
        }
        connections.setApplicationName(name);
        connections.setConnectTimeout(CONNECT_SECONDS);
        connections.setTcpKeepAlive(true);
        return connections;
    }
}
