package io.drawbridge.connection;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import jakarta.inject.Singleton;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import io.quarkus.arc.Unremovable;
import io.quarkus.credentials.CredentialsProvider;

/**
 * The name and the password for each connection to the database that is opened: the pool asks for them, and so do
 * {@link DirectConnections}. A connection that is open stays so, whatever becomes of the password.
 */
@Singleton
@Unremovable
public final class DatabaseCredentials implements CredentialsProvider {
    private final Optional<SecretFile> usernameFile;
    private final Optional<SecretFile> passwordFile;
    private final Optional<String> username;
    private final Optional<String> password;

    DatabaseCredentials(DatabaseConfig config,
            @ConfigProperty(name = "quarkus.datasource.username") Optional<String> username,
            @ConfigProperty(name = "quarkus.datasource.password") Optional<String> password) {
        this.usernameFile = config.usernameFile().map(SecretFile::new);
        this.passwordFile = config.passwordFile().map(SecretFile::new);
        this.username = username;
        this.password = password;
    }

    /** @return empty when it stands in the URL, if anywhere */
    Optional<String> username() {
        return usernameFile.map(SecretFile::read).or(() -> username);
    }

    /** @return empty when it stands in the URL, if anywhere */
    Optional<String> password() {
        return passwordFile.map(SecretFile::read).or(() -> password);
    }

    @Override
    public Map<String, String> getCredentials(String provider) {
        Map<String, String> credentials = new HashMap<>();
        username().ifPresent(name -> credentials.put(USER_PROPERTY_NAME, name));
        password().ifPresent(secret -> credentials.put(PASSWORD_PROPERTY_NAME, secret));
        return credentials;
    }
}
