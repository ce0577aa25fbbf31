package io.drawbridge.ftp.overload;

import io.drawbridge.ftp.overload.Alarm.Level;

/**
 * The file handles of the process. To count those that are open takes long, so that is done with each sample; between two
 * samples the number of a handle tells: the system gives the lowest that is free ({@code open(2)}, {@code accept(2)}), so
 * there is none below a high one.
 */
final class Handles {
    /** For the transfers that begin meanwhile, and for saying 421. */
    static final long LEAST_FREE = 128;
    /** Not even for saying 421: what is inside has files, data connections and connections to the database to open. */
    static final long KEPT = LEAST_FREE / 2;

    private final long most;
    private volatile boolean nearEnd;
    private volatile boolean enough = true;

    /** @param most how many there may be at once */
    Handles(long most) {
        this.most = most;
    }

    /**
     * A connection has been accepted. Any thread.
     *
     * @param handle its number
     * @return whether there is one for the next connection
     */
    boolean accepted(int handle) {
        if (handle < most - LEAST_FREE) {
            return true;
        }
        nearEnd = true;
        return handle < most - KEPT;
    }

    /**
     * Of the thread that takes samples.
     *
     * @param free how many there are
     */
    Level sample(long free) {
        boolean wasNearEnd = nearEnd;
        nearEnd = false;
        enough = free > KEPT;
        return wasNearEnd ? Level.BAD : Alarm.ofFree(free, LEAST_FREE);
    }

    /** Since the last sample, a connection has got one of the last. Any thread. */
    boolean areNearEnd() {
        return nearEnd;
    }

    /** Whether, by the last sample, there are some for connections. Any thread. */
    boolean areEnough() {
        return enough;
    }
}
