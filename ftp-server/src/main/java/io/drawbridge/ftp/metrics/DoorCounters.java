package io.drawbridge.ftp.metrics;

import java.util.Locale;

import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts what was decided at the door of this node. Any thread. */
@Singleton
public final class DoorCounters {
    private final Counter admitted;
    private final Counter handshakesFailed;
    private final Counter proxyHeadersRefused;
    private final Counter eventsLost;
    private final MeterProvider<Counter> refused;

    DoorCounters(MeterRegistry registry) {
        this.admitted = counter(Metric.ADMITTED).register(registry);
        this.handshakesFailed = counter(Metric.HANDSHAKES_FAILED).register(registry);
        this.proxyHeadersRefused = counter(Metric.PROXY_HEADERS_REFUSED).register(registry);
        this.eventsLost = counter(Metric.EVENTS_LOST).register(registry);
        this.refused = counter(Metric.REFUSED).withRegistry(registry);
    }

    private static Counter.Builder counter(Metric metric) {
        return Counter.builder(metric.meterName()).description(metric.meaning());
    }

    public void admitted() {
        admitted.increment();
    }

    public void handshakeFailed() {
        handshakesFailed.increment();
    }

    public void proxyHeaderRefused() {
        proxyHeadersRefused.increment();
    }

    public void eventsLost(int events) {
        eventsLost.increment(events);
    }

    /** @param reason of a closed set: each makes a series of its own */
    public void refused(Enum<?> reason) {
        refused.withTag(Metric.REFUSED.label().orElseThrow(), reason.name().toLowerCase(Locale.ROOT)).increment();
    }
}
