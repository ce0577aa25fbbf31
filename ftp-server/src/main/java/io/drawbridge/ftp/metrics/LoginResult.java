package io.drawbridge.ftp.metrics;

/** What became of a client that has shown a password or a certificate. */
public enum LoginResult {
    LOGGED_IN,
    /** There is no such account, or it has another password. */
    INCORRECT,
    /** From a network that is not allowed, or after the account has expired. */
    NOT_ALLOWED,
    NEEDS_TLS,
    /** By a limit. */
    REFUSED,
    /** The home or the database. */
    UNAVAILABLE
}
