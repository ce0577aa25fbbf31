package io.drawbridge.ftp.server;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.drawbridge.ftp.admission.Admissions;
import io.drawbridge.ftp.metrics.Metric;
import io.drawbridge.ftp.overload.Busy;
import io.drawbridge.ftp.overload.Pressure;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;

/** What can be read off at any moment, for Prometheus. */
@Singleton
final class FtpMeters {
    private static final double NANOS = Duration.ofSeconds(1).toNanos();

    void register(@Observes StartupEvent event, MeterRegistry registry, FtpServer server, Admissions admissions,
            Pressure pressure) {
        gauge(Metric.SESSIONS, () -> admissions.held().size()).register(registry);
        gauge(Metric.SESSIONS_MAX, pressure::maxSessions).register(registry);
        gauge(Metric.TRANSFERS, server::transfers).register(registry);
        gauge(Metric.DATABASE_AWAY, () -> asNumber(admissions.isDatabaseAway())).register(registry);
        gauge(Metric.EVENT_LOOP_LAG, () -> pressure.eventLoopLag().toNanos() / NANOS).register(registry);
        gauge(Metric.STOPPING, () -> asNumber(server.isStopping())).register(registry);
        for (Busy cause : Busy.values()) {
            gauge(Metric.BUSY, () -> asNumber(pressure.causes(admissions.held().size()).contains(cause)))
                    .tag(Metric.BUSY.label().orElseThrow(), cause.name().toLowerCase(Locale.ROOT)).register(registry);
        }
    }

    private static Gauge.Builder<Supplier<Number>> gauge(Metric metric, Supplier<Number> value) {
        return Gauge.builder(metric.meterName(), value).description(metric.meaning());
    }

    private static int asNumber(boolean is) {
        return is ? 1 : 0;
    }
}
