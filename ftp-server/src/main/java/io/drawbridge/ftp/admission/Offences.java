package io.drawbridge.ftp.admission;

import java.net.InetAddress;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

import jakarta.inject.Singleton;

/** What clients did that counts against them, until the heartbeat has told the cluster. */
@Singleton
final class Offences {
    /** More offenders than this in one second are not all remembered: the others' turn comes in the next one. */
    private static final int MAX_KINDS = 10_000;

    /** What was done from where. */
    record Kind(InetAddress address, Offence offence) {
    }

    private final Ledger ledger;
    private Map<Kind, Integer> counts = new HashMap<>();

    Offences(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Any thread; does not block. */
    synchronized void add(InetAddress address, Offence offence) {
        Kind kind = new Kind(address, offence);
        if (counts.size() < MAX_KINDS || counts.containsKey(kind)) {
            counts.merge(kind, 1, Integer::sum);
        }
    }

    /** Tells of what was added since the last time; what could not be told is forgotten. */
    void tell() throws SQLException {
        Map<Kind, Integer> toTell;
        synchronized (this) {
            if (counts.isEmpty()) {
                return;
            }
            toTell = counts;
            counts = new HashMap<>();
        }
        ledger.score(toTell);
    }
}
