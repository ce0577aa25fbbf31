package io.drawbridge.ftp.metrics;

import java.util.List;

/** A measure of this node. {@link #publishedName} is how Prometheus knows it. */
public enum Metric {
    SESSIONS(Kind.GAUGE, "drawbridge_sessions", "Sessions inside."),
    SESSIONS_BY_STATE(Kind.GAUGE, "drawbridge_sessions_by_state",
            "The same by what they do: `connected` and not logged in, `idle`, `transferring`.", "state"),
    SESSIONS_MAX(Kind.GAUGE, "drawbridge_sessions_max",
            "Sessions that this node holds at most: `drawbridge.ftp.max-sessions`, or computed from its heap and file handles."),
    WAITING(Kind.GAUGE, "drawbridge_waiting", "Clients that wait for a place, with `drawbridge.ftp.max-wait`."),
    TRANSFERS(Kind.GAUGE, "drawbridge_transfers", "Transfers that run."),
    ADMITTED(Kind.COUNTER, "drawbridge_admitted", "Clients that were let in."),
    REFUSED(Kind.COUNTER, "drawbridge_refused",
            "Clients that were refused, at the door or at the password, by the reason that the log and the API name.",
            "reason"),
    GREETING(Kind.HISTOGRAM, "drawbridge_greeting_seconds",
            "From the connection (of implicit TLS: from its handshake) to the greeting, `220` or `421`; without clients that were"
                    + " told to wait.",
            "reply"),
    BATCH_SIZE(Kind.HISTOGRAM, "drawbridge_admission_batch_size",
            "Arrivals, logins and departures that PostgreSQL settled together."),
    BATCH_TIME(Kind.HISTOGRAM, "drawbridge_admission_batch_seconds", "How long PostgreSQL took for such a batch."),
    LOGINS(Kind.COUNTER, "drawbridge_logins",
            "Passwords and certificates that were shown: `logged_in`; `incorrect`; `not_allowed`: from a network that is not allowed,"
                    + " or after the account expired; `needs_tls`; `refused`: by a limit, see `drawbridge_refused_total`;"
                    + " `unavailable`: home or database.",
            "result"),
    BYTES(Kind.COUNTER, "drawbridge_bytes",
            "Bytes of data connections, `received` and `sent`; those of transfers that run are added once a second.",
            "direction"),
    TRANSFERS_ENDED(Kind.COUNTER, "drawbridge_transfers_ended",
            "Transfers (`download`, `upload`, `listing`) by their end: `complete`; `not_connected`: no data connection in time;"
                    + " `not_protected`: no TLS on it; `aborted` by ABOR; `disconnected`: with the control connection; `stalled`;"
                    + " `stopped` by an administrator or the end of the server; `connection_lost`; `storage_failed`.",
            "kind", "result"),
    TRANSFER_TIME(Kind.HISTOGRAM, "drawbridge_transfer_seconds", "How long transfers took that were complete.", "kind"),
    TRANSFER_RATE(Kind.HISTOGRAM, "drawbridge_transfer_bytes_per_second",
            "How fast transfers were that were complete, of 1 MiB and more: below that it says how far away the client is.",
            "kind"),
    HANDSHAKES(Kind.COUNTER, "drawbridge_tls_handshakes", "Control connections that went into TLS.", "protocol"),
    HANDSHAKES_FAILED(Kind.COUNTER, "drawbridge_tls_handshakes_failed",
            "Control connections that ended because their TLS handshake failed."),
    PROXY_HEADERS_REFUSED(Kind.COUNTER, "drawbridge_proxy_headers_refused",
            "Connections from `drawbridge.ftp.proxy-networks` that were closed because they brought no PROXY header, or a bad one."),
    CERTIFICATE_END(Kind.GAUGE, "drawbridge_tls_certificate_end_seconds",
            "When the certificate ends, in seconds since 1970; NaN without one."),
    PASSIVE_PORTS(Kind.GAUGE, "drawbridge_passive_ports", "Ports of the passive range; 0 when any port will do."),
    PASSIVE_PORTS_USED(Kind.GAUGE, "drawbridge_passive_ports_used",
            "Those of the range on which a client is waited for; one can serve many clients of different addresses."),
    PASSIVE_PORTS_EXHAUSTED(Kind.COUNTER, "drawbridge_passive_ports_exhausted",
            "Times that a client read 425 because no passive port was free for its address."),
    LEASE_AGE(Kind.GAUGE, "drawbridge_lease_age_seconds",
            "Since this node asked for its lease the last time that PostgreSQL answered. After 12 s the others take its places."),
    CONFIGURATION_VERSION(Kind.GAUGE, "drawbridge_configuration_version",
            "The version of what operators set that this node goes by; 0 before its first heartbeat."),
    CONFIGURATION_AGE(Kind.GAUGE, "drawbridge_configuration_age_seconds", "How long this node has gone by that version."),
    NOTICE_LAG(Kind.HISTOGRAM, "drawbridge_notice_lag_seconds",
            "From a change that an operator made to this node's hearing of it, by PostgreSQL's clock; once each time that it reads notices."),
    LISTENING(Kind.GAUGE, "drawbridge_listening",
            "1 while this node hears PostgreSQL's notices; without them kicks and changes take up to a second."),
    EVENTS_LOST(Kind.COUNTER, "drawbridge_events_lost",
            "Events that could not be written down for those who watch; sessions and limits do not depend on them."),
    BUSY(Kind.GAUGE, "drawbridge_busy",
            "1 while newcomers read `421 Busy` for that cause: `event_loop`, `heap`, `file_handles`,"
                    + " `disk`, `database_pool`, `sessions`.",
            "cause"),
    DATABASE_AWAY(Kind.GAUGE, "drawbridge_database_away", "1 while the database does not answer."),
    EVENT_LOOP_LAG(Kind.GAUGE, "drawbridge_event_loop_lag_seconds",
            "How long the slowest event loop let work wait in the last second."),
    STOPPING(Kind.GAUGE, "drawbridge_stopping", "1 from the signal to stop until the end."),
    BUILD(Kind.GAUGE, "drawbridge_build_info", "Always 1.", "version");

    /** What becomes of the value. */
    public enum Kind {
        /** Goes up and down. */
        GAUGE,
        /** Only grows, from 0 at each start. */
        COUNTER,
        /** Counters: how many there were, their sum, and how many were at most so much. */
        HISTOGRAM
    }

    private final Kind kind;
    private final String name;
    private final String meaning;
    private final List<String> labels;

    Metric(Kind kind, String name, String meaning, String... labels) {
        this.kind = kind;
        this.name = name;
        this.meaning = meaning;
        this.labels = List.of(labels);
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
            case GAUGE, HISTOGRAM -> name;
            case COUNTER -> name + "_total";
        };
    }

    /** What its values are told apart by. */
    public List<String> labels() {
        return labels;
    }

    /**
     * The only one.
     *
     * @throws IndexOutOfBoundsException when there is none
     */
    public String label() {
        return labels.getFirst();
    }

    public String meaning() {
        return meaning;
    }
}
