package io.drawbridge.ftp.server;

import java.util.Locale;
import java.util.stream.Collectors;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

import io.drawbridge.ftp.admission.Admissions;
import io.drawbridge.ftp.overload.Pressure;

/**
 * Whether clients are to be sent here: only while newcomers can be admitted. A node that is busy stays ready, as the others
 * would be busy next; it says what it is short of. So does one that is closed for maintenance with all others: clients are to
 * read why.
 */
@Readiness
final class FtpReadiness implements HealthCheck {
    private final FtpServer server;
    private final Admissions admissions;
    private final Pressure pressure;

    FtpReadiness(FtpServer server, Admissions admissions, Pressure pressure) {
        this.server = server;
        this.admissions = admissions;
        this.pressure = pressure;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("ftp-server")
                .status(server.isReady())
                .withData("phase", server.phase().name().toLowerCase(Locale.ROOT))
                .withData("degraded", admissions.isDatabaseAway());
        if (admissions.isOutOfService()) {
            answer.withData("outOfService", true);
        }
        String busy = pressure.causes(admissions.held().size()).stream().map(cause -> cause.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(","));
        if (!busy.isEmpty()) {
            answer.withData("busy", busy);
        }
        return answer.build();
    }
}
