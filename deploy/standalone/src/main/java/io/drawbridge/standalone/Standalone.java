package io.drawbridge.standalone;

import java.io.IOException;
import java.nio.file.Path;

import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;

import io.drawbridge.config.DataConfig;
import io.drawbridge.postgres.LocalPostgres;
import io.drawbridge.program.Program;
import io.drawbridge.program.StartFailure;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.smallrye.config.SmallRyeConfigBuilder;

/** Everything in one process, with a PostgreSQL of its own beside it unless a database is given. */
@QuarkusMain(name = "standalone")
public final class Standalone {
    private Standalone() {
    }

    public static void main(String... arguments) {
        if (Program.isDatabaseGiven()) {
            Program.run(WhenUp.class, arguments);
        } else {
            LocalPostgres postgres = startPostgres();
            // Before Quarkus reads its configuration, which happens once.
            System.setProperty("quarkus.datasource.jdbc.url", postgres.jdbcUrl());
            System.setProperty("quarkus.datasource.username", postgres.user());
            System.setProperty("quarkus.datasource.password", postgres.password());
            Program.run(WhenUp.class, () -> stop(postgres), arguments);
        }
    }

    private static LocalPostgres startPostgres() {
        try {
            return LocalPostgres.start(dataDir().resolve("postgresql"));
        } catch (IOException e) {
            Program.fail(new StartFailure(e.getMessage(), e));
            throw new IllegalStateException(e);
        }
    }

    private static Path dataDir() {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder().withMapping(DataConfig.class);
        ConfigProvider.getConfig().getConfigSources().forEach(builder::withSources);
        return builder.build().getConfigMapping(DataConfig.class).dataDir();
    }

    private static void stop(LocalPostgres postgres) {
        try {
            postgres.close();
        } catch (IOException e) {
            Logger.getLogger(Standalone.class).error("PostgreSQL could not be stopped", e);
        }
    }
}
