package io.drawbridge.database;

/** Who must go when a limit is lowered below what is held. */
public enum Evict {
    /** Nobody: newcomers wait until enough have left. */
    NONE,
    /** Those that came first. */
    OLDEST,
    /** Those that have been idle for longest, and none with a transfer. */
    IDLE
}
