package io.drawbridge.ftp.metrics;

/** Where bytes go, as the server sees it. */
public enum Direction {
    RECEIVED,
    SENT
}
