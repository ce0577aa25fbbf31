package io.drawbridge.standalone;

import java.io.IOException;

import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;

import io.drawbridge.admin.events.EventsConfig;
import io.drawbridge.admin.security.AdminConfig;
import io.drawbridge.cli.Main;
import io.drawbridge.config.DataConfig;
import io.drawbridge.connection.DatabaseConfig;
import io.drawbridge.ftp.config.FtpConfig;
import io.drawbridge.postgres.LocalPostgres;
import io.drawbridge.program.Program;
import io.drawbridge.program.StartFailure;
import io.quarkus.runtime.annotations.QuarkusMain;

/**
 * Everything in one process, with a PostgreSQL of its own beside it unless a database is given. With arguments it is the
 * command line instead, and starts nothing.
 */
@QuarkusMain(name = "standalone")
public final class Standalone {
    private Standalone() {
    }

    public static void main(String... arguments) {
        if (arguments.length > 0) {
            Main.main(arguments);
            return;
        }
        Program.check(DataConfig.class, DatabaseConfig.class, FtpConfig.class, AdminConfig.class, EventsConfig.class);
        try {
            certify();
        } catch (RuntimeException e) {
            Program.fail(e);
            return;
        }
        if (Program.isDatabaseGiven()) {
            Program.run(WhenUp.class);
        } else {
            LocalPostgres postgres;
            try {
                postgres = startPostgres();
            } catch (RuntimeException e) {
                Program.fail(e);
                return;
            }
            // Before Quarkus reads its configuration, which happens once.
            System.setProperty("quarkus.datasource.jdbc.url", postgres.jdbcUrl());
            System.setProperty("quarkus.datasource.username", postgres.user());
            System.setProperty("quarkus.datasource.password", postgres.password());
            Program.run(WhenUp.class, () -> stop(postgres));
        }
    }

    /** With no certificate of its operator's, the FTP server has one of its own. */
    private static void certify() {
        if (OwnCertificate.isNeeded(ConfigProvider.getConfig())) {
            OwnCertificate own = OwnCertificate.in(Program.settings(DataConfig.class).dataDir().resolve("tls"));
            // Before Quarkus reads its configuration, which happens once.
            System.setProperty(OwnCertificate.KEY_STORE + ".pem.own.cert", own.certificate().toString());
            System.setProperty(OwnCertificate.KEY_STORE + ".pem.own.key", own.key().toString());
        }
    }

    private static LocalPostgres startPostgres() {
        if (Program.settings(DatabaseConfig.class).isGiven()) {
            throw new StartFailure("drawbridge.database settings are given, but no database: set QUARKUS_DATASOURCE_JDBC_URL");
        }
        try {
            return LocalPostgres.start(Program.settings(DataConfig.class).dataDir().resolve("postgresql"));
        } catch (IOException e) {
            throw new StartFailure(e.getMessage(), e);
        }
    }

    private static void stop(LocalPostgres postgres) {
        try {
            postgres.close();
        } catch (IOException e) {
            Logger.getLogger(Standalone.class).error("PostgreSQL could not be stopped", e);
        }
    }
}
