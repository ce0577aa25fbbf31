package io.drawbridge.ftp.admission;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.drawbridge.ftp.config.FtpConfig;

/**
 * Once a second: renews the node's lease, writes what its sessions did, learns what is to be done with them, ends those of
 * accounts that have expired, and writes what was refused and who offended. Also finds out when the database is away and when
 * it is back, and once an hour clears away
 * what is old.
 */
@Singleton
public final class Heartbeat {
    private static final Duration BETWEEN_CLEANINGS = Duration.ofHours(1);
    /** As long as someone may come with the reference in a 421. */
    private static final Duration REFUSALS_KEPT_FOR = Duration.ofDays(30);
    /** Some gigabytes at most, also under a flood of weeks. */
    private static final int MAX_REFUSALS = 1_000_000;
    private static final Logger LOG = Logger.getLogger(Heartbeat.class);

    private final Ledger ledger;
    private final Node node;
    private final Admissions admissions;
    private final RefusalLog refusals;
    private final Offences offences;
    private final DoorEvents events;
    private final FtpConfig config;
    private final Semaphore early = new Semaphore(0);
    private final Thread thread = new Thread(this::beatUntilStopped, "heartbeat");
    private Instant nextCleaning = Instant.now();
    private volatile long leasedAt = System.nanoTime();
    private volatile Configuration configuration = new Configuration(0, System.nanoTime());
    private volatile boolean stopped;

    /** @param since by System.nanoTime() */
    private record Configuration(long version, long since) {
    }

    Heartbeat(Ledger ledger, Node node, Admissions admissions, RefusalLog refusals, Offences offences,
            DoorEvents events, FtpConfig config) {
        this.ledger = ledger;
        this.node = node;
        this.admissions = admissions;
        this.refusals = refusals;
        this.offences = offences;
        this.events = events;
        this.config = config;
    }

    public void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Beats now, not at the next second: something has changed. */
    public void beatNow() {
        early.release();
    }

    /** Blocks until a beat that is under way has ended. */
    public void stop() {
        stopped = true;
        early.release();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Since it asked for the lease that it has now. Any thread. */
    public Duration leaseAge() {
        return Duration.ofNanos(System.nanoTime() - leasedAt);
    }

    /** Of what operators set, by which this node goes; 0 before the first beat. Any thread. */
    public long configurationVersion() {
        return configuration.version();
    }

    /** How long this node has gone by that version. Any thread. */
    public Duration configurationAge() {
        return Duration.ofNanos(System.nanoTime() - configuration.since());
    }

    private void beatUntilStopped() {
        beatEverySecond();
        try {
            refusals.write();
        } catch (SQLException e) {
            LOG.debugf("node=%s the last refusals are not written: %s", node.name(), e.getMessage());
        }
    }

    private void beatEverySecond() {
        while (!stopped) {
            try {
                beat();
            } catch (RuntimeException e) {
                LOG.errorf(e, "node=%s a heartbeat failed", node.name());
            }
            try {
                if (early.tryAcquire(Node.BEAT.toMillis(), TimeUnit.MILLISECONDS)) {
                    early.drainPermits();
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void beat() {
        events.sample(admissions.held());
        Map<UUID, Activity> activities = new LinkedHashMap<>();
        for (Slot slot : admissions.held()) {
            slot.unreportedActivity().ifPresent(activity -> activities.put(slot.id(), activity));
        }
        long epoch = node.epoch();
        long asked = System.nanoTime();
        try {
            Optional<Ledger.Beat> beat = ledger.beat(node.name(), epoch, Node.LEASE, admissions.waiting(), activities);
            admissions.databaseAnswers();
            if (beat.isEmpty()) {
                admissions.held().forEach(Slot::forgetReport);
                admissions.registrationLost(epoch);
            } else {
                admissions.heard(beat.get());
                leasedAt = asked;
                if (beat.get().version() != configuration.version()) {
                    configuration = new Configuration(beat.get().version(), System.nanoTime());
                }
            }
        } catch (SQLException e) {
            admissions.held().forEach(Slot::forgetReport);
            admissions.databaseDoesNotAnswer(e);
            return;
        }
        tell();
    }

    private interface Task {
        void run() throws SQLException;
    }

    /** What can wait. When one of it fails the others and the door go on. */
    private void tell() {
        attempt("sessions of accounts that have expired could not be ended", this::endExpired);
        attempt("refusals could not be written", refusals::write);
        attempt("offences could not be told", offences::tell);
        attempt("what is old could not be cleared away", this::clean);
    }

    private void attempt(String otherwise, Task task) {
        try {
            task.run();
        } catch (SQLException | RuntimeException e) {
            LOG.warnf("node=%s %s: %s", node.name(), otherwise, e.getMessage());
        }
    }

    private void endExpired() throws SQLException {
        if (ledger.endExpired(node.name()) > 0) {
            beatNow();
        }
    }

    private void clean() throws SQLException {
        if (Instant.now().isAfter(nextCleaning)) {
            nextCleaning = Instant.now().plus(BETWEEN_CLEANINGS);
            ledger.topUpMaintenance();
            ledger.forget(REFUSALS_KEPT_FOR, MAX_REFUSALS);
            ledger.trimStatistics(config.statisticsKept());
        }
    }
}
