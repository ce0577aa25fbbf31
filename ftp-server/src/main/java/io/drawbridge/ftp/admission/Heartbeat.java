package io.drawbridge.ftp.admission;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

/**
 * Once a second: renews the node's lease, writes what its sessions did, learns which of them are to be closed, and writes what
 * was
 * refused. Also
 * finds out when the database is away and when it is back.
 */
@Singleton
public final class Heartbeat {
    private static final Logger LOG = Logger.getLogger(Heartbeat.class);

    private final Ledger ledger;
    private final Node node;
    private final Admissions admissions;
    private final RefusalLog refusals;
    private final Semaphore early = new Semaphore(0);
    private final Thread thread = new Thread(this::beatUntilStopped, "heartbeat");
    private volatile boolean stopped;

    Heartbeat(Ledger ledger, Node node, Admissions admissions, RefusalLog refusals) {
        this.ledger = ledger;
        this.node = node;
        this.admissions = admissions;
        this.refusals = refusals;
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
        Map<UUID, Activity> activities = new LinkedHashMap<>();
        for (Slot slot : admissions.held()) {
            slot.unreportedActivity().ifPresent(activity -> activities.put(slot.id(), activity));
        }
        long epoch = node.epoch();
        try {
            Optional<Map<UUID, String>> kicked = ledger.beat(node.name(), epoch, Node.LEASE, activities);
            admissions.databaseAnswers();
            if (kicked.isEmpty()) {
                admissions.held().forEach(Slot::forgetReport);
                admissions.registrationLost(epoch);
            } else {
                kicked.get().forEach(this::kick);
            }
            refusals.write();
        } catch (SQLException e) {
            admissions.held().forEach(Slot::forgetReport);
            admissions.databaseDoesNotAnswer(e);
        }
    }

    private void kick(UUID session, String administrator) {
        LOG.infof("node=%s session=%s closed by=%s", node.name(), session, administrator);
        admissions.held(session).ifPresentOrElse(slot -> slot.occupant().evict(new Eviction.Kicked()),
                () -> admissions.forget(session));
    }
}
