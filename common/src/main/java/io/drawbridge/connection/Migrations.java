package io.drawbridge.connection;

import java.sql.SQLException;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.FluentConfiguration;

import io.drawbridge.program.StartFailure;
import io.quarkus.flyway.FlywayConfigurationCustomizer;
import io.quarkus.runtime.StartupEvent;

/**
 * Has Flyway migrate over a direct connection, on a PostgreSQL that is new enough; and where another program is to migrate,
 * sees
 * to it that it has.
 */
@Singleton
final class Migrations implements FlywayConfigurationCustomizer {
    private static final int OLDEST = 15;

    private final DirectConnections direct;

    Migrations(DirectConnections direct) {
        this.direct = direct;
    }

    @Override
    public void customize(FluentConfiguration configuration) {
        configuration.dataSource(direct.named("drawbridge migrations")).callbacks(new RequiredVersion());
    }

    /** Before anything else looks at the database. The schema may well be a newer one: it suits the version before it too. */
    void check(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event, Flyway flyway,
            @ConfigProperty(name = "quarkus.flyway.migrate-at-start") boolean migrated) {
        int pending = migrated ? 0 : flyway.info().pending().length;
        if (pending > 0) {
            throw new StartFailure("the schema of the database is older than this program by " + pending + " migrations, and"
                    + " QUARKUS_FLYWAY_MIGRATE_AT_START is false: have another program migrate it first");
        }
    }

    private static final class RequiredVersion extends BaseCallback {
        @Override
        public boolean supports(Event event, Context context) {
            return event == Event.BEFORE_MIGRATE;
        }

        @Override
        public void handle(Event event, Context context) {
            try {
                int version = context.getConnection().getMetaData().getDatabaseMajorVersion();
                if (version < OLDEST) {
                    throw new StartFailure("the database is PostgreSQL " + version + ", and " + OLDEST
                            + " or newer is needed");
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
