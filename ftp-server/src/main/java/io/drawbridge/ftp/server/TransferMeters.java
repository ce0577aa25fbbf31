package io.drawbridge.ftp.server;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

import jakarta.inject.Singleton;

import io.drawbridge.ftp.data.Transfer;
import io.drawbridge.ftp.metrics.Metric;
import io.drawbridge.ftp.storage.StorageException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/** Counts how transfers end, and how long they took. Any thread; does not block. */
@Singleton
final class TransferMeters {
    /** Less says more of round trips than of bytes. */
    private static final long LEAST_FOR_RATE = 1 << 20;
    private static final double NANOS = Duration.ofSeconds(1).toNanos();
    private static final Duration[] SECONDS = Stream
            .of(10L, 50L, 100L, 500L, 1000L, 5000L, 30_000L, 120_000L, 600_000L, 3_600_000L)
            .map(Duration::ofMillis).toArray(Duration[]::new);
    /** Bytes per second. */
    private static final double[] RATES = DoubleStream.of(1e4, 1e5, 5e5, 1e6, 2.5e6, 5e6, 1e7, 2.5e7, 5e7, 1e8, 2.5e8, 5e8, 1e9)
            .toArray();

    private enum Result {
        COMPLETE,
        NOT_CONNECTED,
        NOT_PROTECTED,
        /** ABOR. */
        ABORTED,
        /** Its control connection ended. */
        DISCONNECTED,
        STALLED,
        /** By an administrator, or because the server stops. */
        STOPPED,
        CONNECTION_LOST,
        STORAGE_FAILED
    }

    private record Meters(Map<Result, Counter> ended, Timer time, DistributionSummary rate) {
    }

    private final Map<Transfer.Kind, Meters> meters = new EnumMap<>(Transfer.Kind.class);

    TransferMeters(MeterRegistry registry) {
        for (Transfer.Kind kind : Transfer.Kind.values()) {
            Map<Result, Counter> ended = new EnumMap<>(Result.class);
            for (Result result : Result.values()) {
                ended.put(result,
                        Counter.builder(Metric.TRANSFERS_ENDED.meterName()).description(Metric.TRANSFERS_ENDED.meaning())
                                .tags(Metric.TRANSFERS_ENDED.labels().get(0), word(kind),
                                        Metric.TRANSFERS_ENDED.labels().get(1), word(result))
                                .register(registry));
            }
            meters.put(kind, new Meters(ended,
                    Timer.builder(Metric.TRANSFER_TIME.meterName()).description(Metric.TRANSFER_TIME.meaning())
                            .tag(Metric.TRANSFER_TIME.label(), word(kind)).serviceLevelObjectives(SECONDS).register(registry),
                    DistributionSummary.builder(Metric.TRANSFER_RATE.meterName()).description(Metric.TRANSFER_RATE.meaning())
                            .tag(Metric.TRANSFER_RATE.label(), word(kind)).serviceLevelObjectives(RATES).register(registry)));
        }
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    void ended(Transfer transfer, Transfer.Outcome outcome) {
        Meters of = meters.get(transfer.kind());
        Result result = result(outcome);
        of.ended().get(result).increment();
        if (result == Result.COMPLETE) {
            Duration age = transfer.age();
            of.time().record(age);
            if (transfer.bytes() >= LEAST_FOR_RATE) {
                of.rate().record(transfer.bytes() * NANOS / Math.max(1, age.toNanos()));
            }
        }
    }

    private static Result result(Transfer.Outcome outcome) {
        return switch (outcome) {
            case Transfer.Outcome.Complete complete -> Result.COMPLETE;
            case Transfer.Outcome.NotConnected none -> Result.NOT_CONNECTED;
            case Transfer.Outcome.NotProtected no -> Result.NOT_PROTECTED;
            case Transfer.Outcome.Aborted aborted -> switch (aborted.cause()) {
                case CLIENT -> Result.ABORTED;
                case CONTROL_CONNECTION_CLOSED -> Result.DISCONNECTED;
                case STALLED -> Result.STALLED;
                case SERVER -> Result.STOPPED;
            };
            case Transfer.Outcome.Failed failed ->
                failed.cause() instanceof StorageException ? Result.STORAGE_FAILED : Result.CONNECTION_LOST;
        };
    }
}
