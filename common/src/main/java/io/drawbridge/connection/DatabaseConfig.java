package io.drawbridge.connection;

import java.nio.file.Path;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;

/** The database, beyond what Quarkus' own settings say of it. */
@ConfigMapping(prefix = "drawbridge.database")
public interface DatabaseConfig {

    /**
     * JDBC URL of PostgreSQL itself when `QUARKUS_DATASOURCE_JDBC_URL` is that of a pooler in transaction mode: for notices
     * (`LISTEN`) and for migrations.
     */
    Optional<String> directUrl();

    /**
     * File that holds the database user's name, such as a mounted secret; read anew for each connection that is opened.
     * Goes before `QUARKUS_DATASOURCE_USERNAME`.
     */
    Optional<Path> usernameFile();

    /**
     * File that holds the database user's password; read anew for each connection that is opened. Goes before
     * `QUARKUS_DATASOURCE_PASSWORD`.
     */
    Optional<Path> passwordFile();

    /** Whether anything is said here of a database of someone else. */
    default boolean isGiven() {
        return directUrl().isPresent() || usernameFile().isPresent() || passwordFile().isPresent();
    }
}
