package io.drawbridge.ftp.server;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

import io.drawbridge.ftp.admission.Admissions;

/**
 * The TLS handshakes with which connections begin. They come before the door, which counts everybody else: without a limit a
 * stranger who begins many and ends none would take all file handles. Thread-safe.
 */
final class Handshakes {
    private static final int MAX = 1000;
    /** So that one stranger alone does not keep everybody out. */
    private static final int MAX_OF_ONE_ADDRESS = MAX / 2;

    private final Map<Object, Integer> running = new HashMap<>();
    private int all;

    /** @return whether there is room for one more */
    synchronized boolean begin(InetAddress address) {
        if (all >= MAX || running.getOrDefault(Admissions.source(address), 0) >= MAX_OF_ONE_ADDRESS) {
            return false;
        }
        all++;
        running.merge(Admissions.source(address), 1, Integer::sum);
        return true;
    }

    /** One that had begun. */
    synchronized void end(InetAddress address) {
        all--;
        running.computeIfPresent(Admissions.source(address), (same, count) -> count == 1 ? null : count - 1);
    }
}
