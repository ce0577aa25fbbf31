package io.drawbridge.ftp.metrics;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * A counter for each constant of a closed set, which in lower case is its label. All are there from the start: what appears
 * with
 * its first event seems never to have grown. Any thread.
 *
 * @param <E> the set
 */
public final class CountersOf<E extends Enum<E>> {
    private final Map<E, Counter> counters;

    CountersOf(MeterRegistry registry, Metric metric, Class<E> set) {
        counters = new EnumMap<>(set);
        for (E constant : set.getEnumConstants()) {
            counters.put(constant, Counter.builder(metric.meterName()).description(metric.meaning())
                    .tag(metric.label(), constant.name().toLowerCase(Locale.ROOT)).register(registry));
        }
    }

    public void increment(E constant) {
        counters.get(constant).increment();
    }

    public void add(E constant, long amount) {
        counters.get(constant).increment(amount);
    }
}
