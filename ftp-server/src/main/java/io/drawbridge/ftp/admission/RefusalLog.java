package io.drawbridge.ftp.admission;

import java.net.InetAddress;
import java.util.Locale;

import org.jboss.logging.Logger;

/** A line for each refusal, and under a flood a line a second that counts the rest. Thread-safe. */
final class RefusalLog {
    private static final int MAX_LINES_A_SECOND = 50;
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final Logger LOG = Logger.getLogger(RefusalLog.class);

    private long second = System.nanoTime();
    private int lines;
    private int unsaid;

    synchronized void refused(String node, InetAddress address, Refusal refusal) {
        long now = System.nanoTime();
        if (now - second >= SECOND_NANOS) {
            if (unsaid > 0) {
                LOG.infof("node=%s %d more were refused in the second of the last one", node, unsaid);
            }
            second = now;
            lines = 0;
            unsaid = 0;
        }
        if (lines == MAX_LINES_A_SECOND) {
            unsaid++;
            return;
        }
        lines++;
        LOG.infof("node=%s address=%s refused reason=%s limit=%s reference=%s", node, address.getHostAddress(),
                refusal.reason().name().toLowerCase(Locale.ROOT), refusal.limit() == null ? "-" : refusal.limit(),
                refusal.reference());
    }
}
