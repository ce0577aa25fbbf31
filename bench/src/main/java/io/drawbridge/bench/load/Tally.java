package io.drawbridge.bench.load;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the clients of a round met. Not thread-safe: their event loop writes it, and whoever started the round reads it
 * afterwards.
 */
public final class Tally {
    private static final double NANOS = 1e9;
    private static final int MAX_KINDS = 20;

    private final Latencies done = new Latencies();
    private final Latencies refused = new Latencies();
    private final Map<String, Integer> errors = new TreeMap<>();
    private long bytes;
    /** By System.nanoTime(); what clients do afterwards, as saying QUIT, takes no time here. */
    private long lastAt;
    private Duration time = Duration.ZERO;

    void done(long nanos, long bytes) {
        done.add(nanos);
        this.bytes += bytes;
        lastAt = System.nanoTime();
    }

    void refused(long nanos) {
        refused.add(nanos);
        lastAt = System.nanoTime();
    }

    void error(String kind) {
        errors.merge(errors.containsKey(kind) || errors.size() < MAX_KINDS ? kind : "others", 1, Integer::sum);
    }

    /** @param nanoTime when it began */
    void beganAt(long nanoTime) {
        time = Duration.ofNanos(Math.max(0, lastAt - nanoTime));
    }

    /** Of what the round is about: 220, logins, replies to NOOP, transfers. */
    public Latencies done() {
        return done;
    }

    /** 421 in place of a greeting. */
    public Latencies refused() {
        return refused;
    }

    /** How often each kind came; empty when all clients got what they are to get. */
    public Map<String, Integer> errors() {
        return errors;
    }

    public double perSecond() {
        return perSecond(done.count());
    }

    public double refusedPerSecond() {
        return perSecond(refused.count());
    }

    /** MiB a second. */
    public double throughput() {
        return perSecond(bytes) / (1 << 20);
    }

    private double perSecond(long what) {
        return time.isZero() ? 0 : what / (time.toNanos() / NANOS);
    }
}
