package io.drawbridge.ftp.tls;

/** Whether clients may or must use TLS on the port where connections begin in clear. */
public enum TlsPolicy {
    /** AUTH is refused. */
    OFF,
    /** Clients choose. Without a certificate it is the same as off. */
    ALLOWED,
    /** Nobody logs in, and nothing is transferred, in clear. */
    REQUIRED
}
