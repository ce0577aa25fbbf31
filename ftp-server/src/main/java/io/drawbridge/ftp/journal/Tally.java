package io.drawbridge.ftp.journal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;

import io.drawbridge.event.Measure;

/** What was counted in each minute and has not been written yet. Any thread; does not block. */
final class Tally {
    /** Some days without the database; what comes then is not counted. */
    private static final int MAX_SUMS = 100_000;

    /** @param reason empty where there is none */
    record Sum(Instant minute, Measure measure, String reason) {
    }

    private Map<Sum, Long> sums = new HashMap<>();

    void count(Measure measure, String reason, long value) {
        add(new Sum(Instant.now().truncatedTo(ChronoUnit.MINUTES), measure, reason), value);
    }

    private synchronized void add(Sum sum, long value) {
        if (sums.size() < MAX_SUMS || sums.containsKey(sum)) {
            sums.merge(sum, value, sum.measure().isPeak() ? Math::max : Math::addExact);
        }
    }

    /** All of it; it is forgotten here. */
    synchronized Map<Sum, Long> take() {
        Map<Sum, Long> taken = sums;
        sums = new HashMap<>();
        return taken;
    }

    /** It could not be written. */
    void putBack(Map<Sum, Long> unwritten) {
        unwritten.forEach(this::add);
    }
}
