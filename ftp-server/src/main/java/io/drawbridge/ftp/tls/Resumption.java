package io.drawbridge.ftp.tls;

/** Whether a data connection resumes a TLS session that this server knows, which shows that the same client has made it. */
public enum Resumption {
    /** Each data connection makes a new session. */
    OFF,
    /** Clients choose. */
    ALLOWED,
    /** A data connection with a new session is refused: it may be somebody else's. */
    REQUIRED
}
