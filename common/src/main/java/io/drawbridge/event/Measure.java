package io.drawbridge.event;

/** What is counted for each minute, of a node and of the cluster. */
public enum Measure {
    /** Clients that were let in (220). */
    ADMITTED,
    /** Clients that were refused (421), by reason. */
    REFUSED,
    /** As many as there were at most. */
    SESSIONS,
    /** Over data connections, in bytes. */
    BYTES_RECEIVED,
    /** Over data connections, in bytes. */
    BYTES_SENT,
    /** Wrong passwords. */
    LOGINS_FAILED;

    /** Whether the greatest counts, and not the sum. */
    public boolean isPeak() {
        return this == SESSIONS;
    }
}
