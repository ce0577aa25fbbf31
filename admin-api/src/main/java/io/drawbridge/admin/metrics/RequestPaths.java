package io.drawbridge.admin.metrics;

import java.util.List;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;

/**
 * Counts requests by their path only where they had success. A request that is refused before it is known what it asks for
 * would be
 * counted by the path that it names: strangers could make measures without end, and tell names in them.
 */
final class RequestPaths implements MeterFilter {
    private static final String REQUESTS = "http.server.requests";
    private static final String PATH = "uri";
    private static final Tag ANY = Tag.of(PATH, "other");

    private RequestPaths() {
    }

    @Produces
    @Singleton
    static MeterFilter filter() {
        return new RequestPaths();
    }

    @Override
    public Meter.Id map(Meter.Id measure) {
        return measure.getName().equals(REQUESTS) && !"SUCCESS".equals(measure.getTag("outcome"))
                ? measure.replaceTags(others(measure))
                : measure;
    }

    private static List<Tag> others(Meter.Id measure) {
        return measure.getTags().stream().map(tag -> tag.getKey().equals(PATH) ? ANY : tag).toList();
    }
}
