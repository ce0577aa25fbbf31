package io.drawbridge.ftp.metrics;

import java.util.Optional;

/** A measure of this node. {@link #publishedName} is how Prometheus knows it. */
public enum Metric {
    SESSIONS(Kind.GAUGE, "drawbridge_sessions", null, "Sessions inside."),
    SESSIONS_MAX(Kind.GAUGE, "drawbridge_sessions_max", null,
            "Sessions that this node holds at most: `drawbridge.ftp.max-sessions`, or computed from its heap and file handles."),
    TRANSFERS(Kind.GAUGE, "drawbridge_transfers", null, "Transfers that run."),
    ADMITTED(Kind.COUNTER, "drawbridge_admitted", null, "Clients that were let in."),
    REFUSED(Kind.COUNTER, "drawbridge_refused", "reason",
            "Clients that were refused, at the door or at the password, by the reason that the log and the API name."),
    HANDSHAKES_FAILED(Kind.COUNTER, "drawbridge_tls_handshakes_failed", null,
            "Control connections that ended because their TLS handshake failed."),
    PROXY_HEADERS_REFUSED(Kind.COUNTER, "drawbridge_proxy_headers_refused", null,
            "Connections from `drawbridge.ftp.proxy-networks` that were closed because they brought no PROXY header, or a bad one."),
    EVENTS_LOST(Kind.COUNTER, "drawbridge_events_lost", null,
            "Events that could not be written down for those who watch; sessions and limits do not depend on them."),
    BUSY(Kind.GAUGE, "drawbridge_busy", "cause",
            "1 while newcomers read `421 Busy` for that cause: `event_loop`, `heap`, `file_handles`, `disk`,"
                    + " `database_pool`, `sessions`."),
    DATABASE_AWAY(Kind.GAUGE, "drawbridge_database_away", null, "1 while the database does not answer."),
    EVENT_LOOP_LAG(Kind.GAUGE, "drawbridge_event_loop_lag_seconds", null,
            "How long the slowest event loop let work wait in the last second."),
    STOPPING(Kind.GAUGE, "drawbridge_stopping", null, "1 from the signal to stop until the end.");

    /** What becomes of the value. */
    public enum Kind {
        /** Goes up and down. */
        GAUGE,
        /** Only grows, from 0 at each start. */
        COUNTER
    }

    private final Kind kind;
    private final String name;
    private final String label;
    private final String meaning;

    Metric(Kind kind, String name, String label, String meaning) {
        this.kind = kind;
        this.name = name;
        this.label = label;
        this.meaning = meaning;
    }

    public Kind kind() {
        return kind;
    }

    /** To register it with: Prometheus' convention adds to it what belongs to its kind. */
    public String meterName() {
        return name;
    }

    public String publishedName() {
        return switch (kind) {
            case GAUGE -> name;
            case COUNTER -> name + "_total";
        };
    }

    /** What its values are told apart by. */
    public Optional<String> label() {
        return Optional.ofNullable(label);
    }

    public String meaning() {
        return meaning;
    }
}
