package io.drawbridge.ftp.admission;

/** What counts against an address. What each weighs is set by operators; the names are those of {@code score}. */
public enum Offence {
    /** A wrong password, or an unknown account. */
    FAILED_LOGIN,
    /** A line that is no command of FTP. */
    BAD_COMMAND,
    /** A connection to the data port of another client (RFC 2577 §3). */
    DATA_PORT_STRANGER,
    /** A connection beyond the limits that the client was told of. */
    REFUSAL
}
