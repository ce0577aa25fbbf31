package io.drawbridge.ftp.data;

import java.util.ArrayDeque;
import java.util.OptionalInt;

/** The ports of this node that may be lent to passive data connections. Thread-safe. */
public final class PassivePorts {
    private final boolean fromSystem;
    /** The one that was given back longest ago comes first, so that a late client does not meet another session's listener. */
    private final ArrayDeque<Integer> free = new ArrayDeque<>();

    public PassivePorts(PortRange range) {
        fromSystem = range.last() == 0;
        for (int port = range.first(); !fromSystem && port <= range.last(); port++) {
            free.add(port);
        }
    }

    /** @return a port to be given back, 0 for any; empty when all are lent */
    public synchronized OptionalInt lend() {
        if (fromSystem) {
            return OptionalInt.of(0);
        }
        return free.isEmpty() ? OptionalInt.empty() : OptionalInt.of(free.removeFirst());
    }

    /** @param port as lent */
    public synchronized void giveBack(int port) {
        if (!fromSystem) {
            free.addLast(port);
        }
    }
}
