package io.drawbridge.ftp.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import io.drawbridge.database.SessionRow;
import io.drawbridge.ftp.admission.Admissions;
import io.drawbridge.ftp.admission.Heartbeat;
import io.drawbridge.ftp.data.PassivePorts;
import io.drawbridge.ftp.metrics.Metric;
import io.drawbridge.ftp.overload.Busy;
import io.drawbridge.ftp.overload.Pressure;
import io.drawbridge.ftp.tls.Tls;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;

/** What can be read off at any moment, for Prometheus. */
@Singleton
final class FtpMeters {
    private static final double NANOS = Duration.ofSeconds(1).toNanos();

    private final MeterRegistry registry;
    private final String version;
    private final List<Meter> meters = new ArrayList<>();

    FtpMeters(MeterRegistry registry, @ConfigProperty(name = "quarkus.application.version") String version) {
        this.registry = registry;
        this.version = version;
    }

    void register(@Observes StartupEvent event, FtpServer server, Admissions admissions, Pressure pressure,
            Heartbeat heartbeat, NoticeListener notices, PassivePorts ports, Tls tls) {
        keep(gauge(Metric.SESSIONS, () -> admissions.held().size()).register(registry));
        for (SessionRow.State state : SessionRow.State.values()) {
            keep(gauge(Metric.SESSIONS_BY_STATE, () -> admissions.held(state))
                    .tag(Metric.SESSIONS_BY_STATE.label(), word(state)).register(registry));
        }
        keep(gauge(Metric.SESSIONS_MAX, pressure::maxSessions).register(registry));
        keep(gauge(Metric.WAITING, admissions::waiting).register(registry));
        keep(gauge(Metric.TRANSFERS, server::transfers).register(registry));
        keep(gauge(Metric.DATABASE_AWAY, () -> asNumber(admissions.isDatabaseAway())).register(registry));
        keep(gauge(Metric.EVENT_LOOP_LAG, () -> seconds(pressure.eventLoopLag())).register(registry));
        keep(gauge(Metric.STOPPING, () -> asNumber(server.isStopping())).register(registry));
        for (Busy cause : Busy.values()) {
            keep(gauge(Metric.BUSY, () -> asNumber(pressure.causes(admissions.held().size()).contains(cause)))
                    .tag(Metric.BUSY.label(), word(cause)).register(registry));
        }
        keep(gauge(Metric.LEASE_AGE, () -> seconds(heartbeat.leaseAge())).register(registry));
        keep(gauge(Metric.CONFIGURATION_VERSION, heartbeat::configurationVersion).register(registry));
        keep(gauge(Metric.CONFIGURATION_AGE, () -> seconds(heartbeat.configurationAge())).register(registry));
        keep(gauge(Metric.LISTENING, () -> asNumber(notices.isListening())).register(registry));
        keep(gauge(Metric.PASSIVE_PORTS, ports::size).register(registry));
        keep(gauge(Metric.PASSIVE_PORTS_USED, ports::used).register(registry));
        keep(FunctionCounter.builder(Metric.PASSIVE_PORTS_EXHAUSTED.meterName(), ports, PassivePorts::exhausted)
                .description(Metric.PASSIVE_PORTS_EXHAUSTED.meaning()).register(registry));
        keep(gauge(Metric.CERTIFICATE_END,
                () -> tls.certificateEnd().map(end -> (double) end.getEpochSecond()).orElse(Double.NaN)).register(registry));
        keep(gauge(Metric.BUILD, () -> 1).tag(Metric.BUILD.label(), version).register(registry));
    }

    private void keep(Meter meter) {
        meters.add(meter);
    }

    /** Where the registry outlives this program, another one in the same process would find these in its place. */
    void remove(@Observes ShutdownEvent event) {
        meters.forEach(registry::remove);
    }

    private static Gauge.Builder<Supplier<Number>> gauge(Metric metric, Supplier<Number> value) {
        return Gauge.builder(metric.meterName(), value).description(metric.meaning());
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static double seconds(Duration time) {
        return time.toNanos() / NANOS;
    }

    private static int asNumber(boolean is) {
        return is ? 1 : 0;
    }
}
