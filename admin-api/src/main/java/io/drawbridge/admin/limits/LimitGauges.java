package io.drawbridge.admin.limits;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.GaugeMetricFamily;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;

/**
 * Tells Prometheus how far the limits of the cluster are used. PostgreSQL is asked when Prometheus asks, and no more often than
 * each 5 s, whoever asks. Whose sessions they are it does not say: that would be a series for each address and account.
 */
@Singleton
final class LimitGauges extends Collector implements Collector.Describable {
    private static final long KEPT_NANOS = Duration.ofSeconds(5).toNanos();
    /** The fullest; there may be a rule for each of thousands of accounts. */
    private static final int MAX_LIMITS = 200;
    private static final List<String> LABELS = List.of("scope", "rule");
    private static final Logger LOG = Logger.getLogger(LimitGauges.class);

    private final Usage usage;
    private List<MetricFamilySamples> known = List.of();
    private long askedAt;
    private boolean asked;

    LimitGauges(Usage usage) {
        this.usage = usage;
    }

    /** Micrometer's too; unless there is one everybody who asks is given another. */
    @Produces
    @Singleton
    static CollectorRegistry registry() {
        return new CollectorRegistry();
    }

    void register(@Observes StartupEvent event, CollectorRegistry registry) {
        registry.register(this);
    }

    @Override
    public List<MetricFamilySamples> describe() {
        return List.of(sessions(), held(), max());
    }

    @Override
    public synchronized List<MetricFamilySamples> collect() {
        if (!asked || System.nanoTime() - askedAt > KEPT_NANOS) {
            known = ask();
            asked = true;
            askedAt = System.nanoTime();
        }
        return known;
    }

    private List<MetricFamilySamples> ask() {
        try {
            LimitsUsageView now = QuarkusTransaction.requiringNew().call(usage::now);
            return List.of(sessions().addMetric(List.of(), now.sessions()), of(held(), now, LimitUsage::held),
                    of(max(), now, LimitUsage::maxSessions));
        } catch (RuntimeException e) {
            // Other measures say that the database is away.
            LOG.debugf(e, "how far the limits are used is not known");
            return List.of();
        }
    }

    private static GaugeMetricFamily sessions() {
        return new GaugeMetricFamily("drawbridge_cluster_sessions", "Sessions in the cluster.", List.of());
    }

    private static GaugeMetricFamily held() {
        return new GaugeMetricFamily("drawbridge_limit_sessions",
                "Sessions that count against a limit; of one for each of many, those of the fullest.", LABELS);
    }

    private static GaugeMetricFamily max() {
        return new GaugeMetricFamily("drawbridge_limit_sessions_max", "The limit.", LABELS);
    }

    private static GaugeMetricFamily of(GaugeMetricFamily gauge, LimitsUsageView now, ToDoubleFunction<LimitUsage> value) {
        now.items().stream().sorted(Comparator.comparingDouble(LimitGauges::free)).limit(MAX_LIMITS)
                .forEach(limit -> gauge.addMetric(List.of(limit.scope(), limit.rule()), value.applyAsDouble(limit)));
        return gauge;
    }

    /** As a part of the limit; of one that lets nobody in, nothing is. */
    private static double free(LimitUsage limit) {
        return limit.maxSessions() == 0 ? 0 : 1 - (double) limit.held() / limit.maxSessions();
    }
}
