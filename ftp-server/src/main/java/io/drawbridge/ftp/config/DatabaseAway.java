package io.drawbridge.ftp.config;

/** What happens to newcomers while the database does not answer. */
public enum DatabaseAway {
    /** They read 421. */
    REFUSE,
    /** The node goes by what it knew last. */
    LAST_KNOWN
}
