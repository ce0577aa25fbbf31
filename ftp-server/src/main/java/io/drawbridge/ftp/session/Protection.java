package io.drawbridge.ftp.session;

/** What PROT chooses for data connections (RFC 4217 §9). */
public enum Protection {
    CLEAR,
    /** TLS. */
    PRIVATE
}
