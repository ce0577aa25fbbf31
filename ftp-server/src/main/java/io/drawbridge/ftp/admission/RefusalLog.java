package io.drawbridge.ftp.admission;

import java.net.InetAddress;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.drawbridge.ftp.metrics.CountersOf;
import io.drawbridge.ftp.metrics.DoorCounters;

/**
 * Remembers what was refused: a line of log and a row for each refusal, and under a flood for the first ones of each second.
 * All are counted. The rows are written by the heartbeat, so that a refusal itself never waits for the database.
 */
@Singleton
final class RefusalLog {
    /** Of a node in a second; beyond it they are only counted. */
    private static final int MAX_KEPT = 50;
    private static final Logger LOG = Logger.getLogger(RefusalLog.class);

    /** @param account null at the door */
    record Refused(Instant at, InetAddress address, String account, Refusal refusal) {
    }

    private final Ledger ledger;
    private final Node node;
    private final CountersOf<Reason> counters;
    private final DoorEvents events;
    private List<Refused> kept = new ArrayList<>();
    private Map<Reason, Long> counts = new EnumMap<>(Reason.class);
    private Map<Reason, Long> unsaid = new EnumMap<>(Reason.class);

    RefusalLog(Ledger ledger, Node node, DoorCounters counters, DoorEvents events) {
        this.counters = counters.refusals(Reason.class);
        this.events = events;
        this.ledger = ledger;
        this.node = node;
    }

    /**
     * Any thread; does not block.
     *
     * @param account null at the door
     */
    synchronized void refused(InetAddress address, String account, Refusal refusal) {
        counts.merge(refusal.reason(), 1L, Long::sum);
        counters.increment(refusal.reason());
        events.countRefused(refusal.reason());
        if (kept.size() >= MAX_KEPT) {
            unsaid.merge(refusal.reason(), 1L, Long::sum);
            return;
        }
        Refused refused = new Refused(Instant.now(), address, account, refusal);
        kept.add(refused);
        events.refused(refused);
        LOG.infof("node=%s address=%s account=%s refused reason=%s limit=%s reference=%s", node.name(),
                address.getHostAddress(),
                account == null ? "-" : account, refusal.reason().name().toLowerCase(Locale.ROOT),
                refusal.limit() == null ? "-" : refusal.limit(), refusal.reference());
    }

    /** Writes what has come since the last time. Once a second, from the heartbeat. */
    void write() throws SQLException {
        List<Refused> toWrite;
        Map<Reason, Long> toCount;
        synchronized (this) {
            toWrite = kept;
            toCount = counts;
            kept = new ArrayList<>();
            counts = new EnumMap<>(Reason.class);
            if (!unsaid.isEmpty()) {
                LOG.infof("node=%s %d more were refused in that second", node.name(),
                        unsaid.values().stream().mapToLong(Long::longValue).sum());
                events.moreRefused(unsaid);
                unsaid = new EnumMap<>(Reason.class);
            }
        }
        if (toCount.isEmpty()) {
            return;
        }
        try {
            ledger.record(node.name(), toWrite, toCount);
        } catch (SQLException e) {
            putBack(toWrite, toCount);
            throw e;
        }
    }

    private synchronized void putBack(List<Refused> unwritten, Map<Reason, Long> uncounted) {
        unwritten.stream().limit(MAX_KEPT - kept.size()).forEach(kept::add);
        uncounted.forEach((reason, count) -> counts.merge(reason, count, Long::sum));
    }
}
