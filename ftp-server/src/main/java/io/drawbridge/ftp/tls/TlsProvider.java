package io.drawbridge.ftp.tls;

/** Who does the work of TLS. */
public enum TlsProvider {
    /** BoringSSL where it can be loaded and can do what is set; Java elsewhere. */
    AUTO,
    /** Java itself. */
    JAVA
}
