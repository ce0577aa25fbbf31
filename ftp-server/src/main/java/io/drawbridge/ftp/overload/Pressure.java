package io.drawbridge.ftp.overload;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSourceMetrics;
import io.drawbridge.config.DataConfig;
import io.drawbridge.ftp.config.FtpConfig;
import io.drawbridge.ftp.overload.Alarm.Level;

/**
 * What this node is short of, looked at once a second and held in memory: to ask costs nothing. Those who are inside stay; only
 * newcomers are to be refused.
 */
@Singleton
public final class Pressure {
    private static final Duration BETWEEN_SAMPLES = Duration.ofSeconds(1);
    /** A storm of connections makes them wait for less. */
    private static final Duration MAX_LAG = Duration.ofSeconds(1);
    /** A node that admits nobody makes hardly any garbage, and might not learn that it has memory again. */
    private static final int SAMPLES_BETWEEN_COLLECTIONS = 30;
    private static final Logger LOG = Logger.getLogger(Pressure.class);

    private final AgroalDataSource database;
    private final Path homes;
    private final long leastFreeHeap;
    private final long leastFreeDisk;
    private final int maxSessions;
    private final Handles handles = new Handles(Machine.maxHandles());
    private final EventLoops loops = new EventLoops();
    private final Map<Busy, Alarm> alarms = new EnumMap<>(Busy.class);
    private final ScheduledExecutorService sampling = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("pressure").factory());
    private volatile Duration eventLoopLag = Duration.ZERO;
    private int samplesOfLowHeap;

    Pressure(AgroalDataSource database, DataConfig data, FtpConfig config) {
        this.database = database;
        this.homes = data.homes();
        this.leastFreeHeap = config.minFreeHeap().asLongValue();
        this.leastFreeDisk = config.minFreeDisk().asLongValue();
        this.maxSessions = config.maxSessions().orElseGet(
                () -> Capacity.sessions(Machine.maxHeap(), Machine.maxHandles(), listeners(config), config.maxTransfers()));
        for (Busy cause : Busy.values()) {
            alarms.put(cause, new Alarm(cause.samplesToBelieve()));
        }
    }

    /** The ports of a range stay open; else each transfer has one of its own. */
    private static long listeners(FtpConfig config) {
        return config.passivePorts().isAny() ? config.maxTransfers() : config.passivePorts().size();
    }

    /** From now on, and once before this returns. The folder of the homes is there. */
    public void start() {
        LOG.infof("at most %d sessions: heap %d MiB, %d file handles", maxSessions, Machine.maxHeap() >> 20,
                Machine.maxHandles());
        sample();
        sampling.scheduleWithFixedDelay(this::sample, BETWEEN_SAMPLES.toMillis(), BETWEEN_SAMPLES.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    public void stop() {
        sampling.shutdownNow();
    }

    /** @param loop the event loop to be watched */
    public void watch(Executor loop) {
        loops.add(loop);
    }

    /** Of this node alone; at least 1. */
    public int maxSessions() {
        return maxSessions;
    }

    /**
     * Why a newcomer is to be refused. Any thread; does not block.
     *
     * @param held how many sessions this node holds
     */
    public Optional<Busy> cause(int held) {
        if (held >= maxSessions) {
            return Optional.of(Busy.SESSIONS);
        }
        for (Busy cause : Busy.values()) {
            if (isShort(cause)) {
                return Optional.of(cause);
            }
        }
        return Optional.empty();
    }

    private boolean isShort(Busy cause) {
        return alarms.get(cause).isRaised() || cause == Busy.FILE_HANDLES && handles.areNearEnd();
    }

    /** All that is short, by the same measure. */
    public Set<Busy> causes(int held) {
        Set<Busy> causes = EnumSet.noneOf(Busy.class);
        for (Busy cause : Busy.values()) {
            if (isShort(cause)) {
                causes.add(cause);
            }
        }
        if (held >= maxSessions) {
            causes.add(Busy.SESSIONS);
        }
        return causes;
    }

    /**
     * A connection has been accepted. Any thread; does not block.
     *
     * @param handle the number of its file handle
     * @return whether another one may be accepted; else only when {@link #hasHandles} says so
     */
    public boolean accepted(int handle) {
        return handles.accepted(handle);
    }

    /** Whether there are file handles for connections, by the last sample. Any thread; does not block. */
    public boolean hasHandles() {
        return handles.areEnough();
    }

    /** How long the slowest event loop let work wait in the last second. */
    public Duration eventLoopLag() {
        return eventLoopLag;
    }

    private void sample() {
        try {
            eventLoopLag = loops.lag();
            for (Busy cause : Busy.values()) {
                see(cause, level(cause));
            }
        } catch (IOException | RuntimeException e) {
            LOG.warnf("the load of this node could not be measured: %s", e);
        }
    }

    private Level level(Busy cause) throws IOException {
        return switch (cause) {
            case EVENT_LOOP -> Alarm.ofUsed(eventLoopLag.toMillis(), MAX_LAG.toMillis());
            case HEAP -> heap();
            case FILE_HANDLES -> handles.sample(Machine.freeHandles());
            case DISK -> leastFreeDisk == 0 ? Level.GOOD : Alarm.ofFree(Machine.freeDisk(homes), leastFreeDisk);
            case DATABASE_POOL -> databasePool();
            // Known exactly at any moment: needs no samples.
            case SESSIONS -> Level.GOOD;
        };
    }

    private Level heap() {
        Level level = Alarm.ofFree(Machine.freeHeap(), leastFreeHeap);
        if (level == Level.GOOD) {
            samplesOfLowHeap = 0;
        } else if (samplesOfLowHeap++ % SAMPLES_BETWEEN_COLLECTIONS == SAMPLES_BETWEEN_COLLECTIONS - 1) {
            System.gc();
        }
        return level;
    }

    private Level databasePool() {
        AgroalDataSourceMetrics pool = database.getMetrics();
        if (pool.activeCount() < database.getConfiguration().connectionPoolConfiguration().maxSize()) {
            return Level.GOOD;
        }
        return pool.awaitingCount() > 0 ? Level.BAD : Level.BETWEEN;
    }

    private void see(Busy cause, Level level) {
        Alarm alarm = alarms.get(cause);
        if (alarm.see(level)) {
            LOG.warnf("%s cause=%s", alarm.isRaised() ? "busy, newcomers are refused:" : "not busy any more:",
                    cause.name().toLowerCase(Locale.ROOT));
        }
    }
}
