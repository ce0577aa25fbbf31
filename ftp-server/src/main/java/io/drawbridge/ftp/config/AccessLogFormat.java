package io.drawbridge.ftp.config;

/** How a line of the access log is written. */
public enum AccessLogFormat {
    /** Not at all. */
    OFF,
    /** As wu-ftpd wrote it, and after it most FTP servers: xferlog(5). */
    XFERLOG,
    JSON
}
