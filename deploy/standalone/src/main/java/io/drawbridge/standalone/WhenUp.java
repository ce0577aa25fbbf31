package io.drawbridge.standalone;

import java.net.URI;

import io.drawbridge.admin.security.FirstAdministrator;
import io.drawbridge.ftp.config.FtpConfig;
import io.drawbridge.ftp.server.FtpServer;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.vertx.http.HttpServer;

/** Says where everything is and what to do first. Scripts read these lines: their first words stay. */
public final class WhenUp implements QuarkusApplication {
    private final FtpServer ftp;
    private final FtpConfig ftpConfig;
    private final HttpServer http;
    private final FirstAdministrator administrator;

    WhenUp(FtpServer ftp, FtpConfig ftpConfig, HttpServer http, FirstAdministrator administrator) {
        this.ftp = ftp;
        this.ftpConfig = ftpConfig;
        this.http = http;
        this.administrator = administrator;
    }

    @Override
    public int run(String... arguments) {
        URI base = http.getLocalBaseUri();
        String api = base.getScheme() + "://" + reachable(base.getHost()) + ":" + base.getPort();
        String credentials = administrator.generatedPassword()
                .map(password -> FirstAdministrator.NAME + ":" + password).orElse(FirstAdministrator.NAME);
        StringBuilder block = new StringBuilder("\nDrawbridge is up\n");
        block.append("  FTP    ftp://").append(reachable(ftpConfig.host())).append(':').append(ftp.port()).append('\n');
        block.append("  API    ").append(api).append("/api/v1  (try it: ").append(api).append("/q/swagger-ui)\n");
        block.append("  Admin  ").append(FirstAdministrator.NAME);
        administrator.generatedPassword()
                .ifPresent(password -> block.append(", password ").append(password).append("  (shown only this once)"));
        block.append("\n  The first account:\n  curl -u ").append(credentials)
                .append(" -H 'Content-Type: application/json' -d '{\"name\":\"alice\",\"password\":\"choose-one\"}' ")
                .append(api).append("/api/v1/accounts\n");
        System.out.println(block);
        Quarkus.waitForExit();
        return 0;
    }

    private static String reachable(String host) {
        return switch (host) {
            case "0.0.0.0", "::", "127.0.0.1" -> "localhost";
            default -> host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        };
    }
}
