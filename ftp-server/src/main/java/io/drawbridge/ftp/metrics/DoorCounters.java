package io.drawbridge.ftp.metrics;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/** Counts what was decided at the door of this node, and how long it took. Any thread; does not block. */
@Singleton
public final class DoorCounters {
    private static final Duration[] GREETING_BUCKETS = Stream.of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000)
            .map(Duration::ofMillis).toArray(Duration[]::new);
    private static final Duration[] BATCH_BUCKETS = Stream.of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 5000)
            .map(Duration::ofMillis).toArray(Duration[]::new);
    private static final Duration[] NOTICE_BUCKETS = Stream.of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 5000, 30_000)
            .map(Duration::ofMillis).toArray(Duration[]::new);
    private static final double[] BATCH_SIZES = DoubleStream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000).toArray();

    private final MeterRegistry registry;
    private final Counter admitted;
    private final Counter handshakesFailed;
    private final Counter proxyHeadersRefused;
    private final Map<String, Counter> handshakes;
    private final Counter eventsLost;
    private final Timer welcomed;
    private final Timer turnedAway;
    private final DistributionSummary batchSize;
    private final Timer batchTime;
    private final Timer noticeLag;
    private final CountersOf<Direction> bytes;
    private final CountersOf<LoginResult> logins;

    public DoorCounters(MeterRegistry registry) {
        this.registry = registry;
        this.admitted = counter(Metric.ADMITTED).register(registry);
        this.handshakesFailed = counter(Metric.HANDSHAKES_FAILED).register(registry);
        this.proxyHeadersRefused = counter(Metric.PROXY_HEADERS_REFUSED).register(registry);
        this.handshakes = Map.of("TLSv1.2", handshakes("TLSv1.2"), "TLSv1.3", handshakes("TLSv1.3"));
        this.eventsLost = counter(Metric.EVENTS_LOST).register(registry);
        this.welcomed = timer(Metric.GREETING, GREETING_BUCKETS).tag(Metric.GREETING.label(), "220").register(registry);
        this.turnedAway = timer(Metric.GREETING, GREETING_BUCKETS).tag(Metric.GREETING.label(), "421").register(registry);
        this.batchSize = DistributionSummary.builder(Metric.BATCH_SIZE.meterName()).description(Metric.BATCH_SIZE.meaning())
                .serviceLevelObjectives(BATCH_SIZES).register(registry);
        this.batchTime = timer(Metric.BATCH_TIME, BATCH_BUCKETS).register(registry);
        this.noticeLag = timer(Metric.NOTICE_LAG, NOTICE_BUCKETS).register(registry);
        this.bytes = new CountersOf<>(registry, Metric.BYTES, Direction.class);
        this.logins = new CountersOf<>(registry, Metric.LOGINS, LoginResult.class);
    }

    private static Counter.Builder counter(Metric metric) {
        return Counter.builder(metric.meterName()).description(metric.meaning());
    }

    private Counter handshakes(String protocol) {
        return counter(Metric.HANDSHAKES).tag(Metric.HANDSHAKES.label(), protocol).register(registry);
    }

    private static Timer.Builder timer(Metric metric, Duration... buckets) {
        return Timer.builder(metric.meterName()).description(metric.meaning()).serviceLevelObjectives(buckets);
    }

    public void admitted() {
        admitted.increment();
    }

    /** A client has read 220, so long after it came. */
    public void welcomed(long nanos) {
        welcomed.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** A client has read 421, so long after it came. */
    public void turnedAway(long nanos) {
        turnedAway.record(nanos, TimeUnit.NANOSECONDS);
    }

    public void settled(int requests, long nanos) {
        batchSize.record(requests);
        batchTime.record(nanos, TimeUnit.NANOSECONDS);
    }

    public void noticeHeard(long lagNanos) {
        noticeLag.record(lagNanos, TimeUnit.NANOSECONDS);
    }

    /** @param protocol as Java names it */
    public void handshakeMade(String protocol) {
        handshakes.get(protocol).increment();
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

    public void login(LoginResult result) {
        logins.increment(result);
    }

    public void moved(long received, long sent) {
        bytes.add(Direction.RECEIVED, received);
        bytes.add(Direction.SENT, sent);
    }

    /** Of those that are refused. */
    public <E extends Enum<E>> CountersOf<E> refusals(Class<E> reasons) {
        return new CountersOf<>(registry, Metric.REFUSED, reasons);
    }
}
