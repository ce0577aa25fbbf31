package io.drawbridge.connection;

import java.sql.SQLException;

import jakarta.inject.Singleton;

import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.FluentConfiguration;

import io.drawbridge.program.StartFailure;
import io.quarkus.flyway.FlywayConfigurationCustomizer;

/** Has Flyway migrate over a direct connection, on a PostgreSQL that is new enough. */
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
