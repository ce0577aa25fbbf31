package io.drawbridge.admin;

import io.drawbridge.admin.events.EventsConfig;
import io.drawbridge.admin.security.AdminConfig;
import io.drawbridge.admin.security.FirstAdministrator;
import io.drawbridge.connection.DatabaseConfig;
import io.drawbridge.program.Program;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarkus.vertx.http.HttpServer;

/** The admin API as a program of its own, beside ftp-servers that run elsewhere. */
@QuarkusMain(name = "admin-api")
public final class AdminApi {
    AdminApi() {
    }

    public static void main(String... arguments) {
        Program.check(DatabaseConfig.class, AdminConfig.class, EventsConfig.class);
        Program.run(WhenUp.class, arguments);
    }

    /** Says where the API is and who may use it. */
    public static final class WhenUp implements QuarkusApplication {
        private final HttpServer server;
        private final FirstAdministrator administrator;

        public WhenUp(HttpServer server, FirstAdministrator administrator) {
            this.server = server;
            this.administrator = administrator;
        }

        @Override
        public int run(String... arguments) {
            System.out.println("Drawbridge admin API: " + server.getLocalBaseUri() + "/api/v1, log in as "
                    + FirstAdministrator.NAME);
            administrator.generatedPassword()
                    .ifPresent(password -> System.out.println("Its password, shown this once: " + password));
            Quarkus.waitForExit();
            return 0;
        }
    }
}
