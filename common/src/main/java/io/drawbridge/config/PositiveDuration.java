package io.drawbridge.config;

import java.time.Duration;

import org.eclipse.microprofile.config.spi.Converter;

import io.quarkus.runtime.configuration.DurationConverter;

/** A duration of more than nothing, written {@code 30s}, {@code 5m} or {@code PT1H}. */
public final class PositiveDuration implements Converter<Duration> {
    private static final long serialVersionUID = 1;

    @Override
    public Duration convert(String text) {
        Duration duration = DurationConverter.parseDuration(text);
        // Nothing is given: whether that is allowed is for the setting to say.
        if (duration != null && !duration.isPositive()) {
            throw new IllegalArgumentException("\"" + text + "\" is not a time greater than zero");
        }
        return duration;
    }
}
