package io.drawbridge.bench.scaling;

import io.drawbridge.bench.load.Latencies;

/** What a simulation has seen after its beginning. Lengths are in nanoseconds of the simulated time. */
final class Outcome {
    final Latencies greetings = new Latencies();
    long arrivals;
    long refused;
    /** While fewer were inside than the limit allows. */
    long refusedNeedlessly;
    /** Most that were inside above the limit, of one database. */
    int excess;
    /** Of one database on average, as a share of the time: above 1 it never catches up. */
    double settling;
    double beating;

    double work() {
        return settling + beating;
    }

    /** Those that had no answer when it ended, as a share. */
    double unanswered() {
        return arrivals == 0 ? 0 : Math.max(0, 1 - (double) greetings.count() / arrivals);
    }
}
