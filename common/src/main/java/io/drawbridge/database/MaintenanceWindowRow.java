package io.drawbridge.database;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;

import org.hibernate.annotations.ColumnTransformer;

import io.quarkus.panache.common.Sort;

/** A window of maintenance. When it is open is in the rows that {@link io.drawbridge.maintenance.Schedule} writes. */
@Entity
@Table(name = "maintenance_window")
public class MaintenanceWindowRow extends SettingRow {
    /** Whom it is for. */
    public enum Scope {
        CLUSTER,
        LISTENER,
        HOST,
        GROUP,
        NODE
    }

    /** What happens while it is open, from the mildest to the strictest. */
    public enum Mode {
        /** Those inside read of it. */
        ANNOUNCE,
        /** Newcomers are turned away. */
        REFUSE,
        /** Those inside go too, as soon as they have no transfer. */
        DRAIN,
        /** Those inside go at once. */
        DISCONNECT
    }

    @Id
    public String name;
    @Enumerated(EnumType.STRING)
    @Column(columnDefinition = "text")
    public Scope scope;
    /** The listener, host, group or node; null for the cluster. */
    public String subject;
    @Enumerated(EnumType.STRING)
    @Column(columnDefinition = "text")
    public Mode mode;
    public Instant startsAt;
    /** Of the first time it opens; null: until it is taken away. */
    public Instant endsAt;
    /** RFC 5545 §3.3.10, in the time zone; null: once. */
    public String recurrence;
    /** Of the IANA. */
    public String timeZone;
    /** DRAIN: how long transfers may go on; null: to the end of the window. */
    public Integer drainSeconds;
    /** May be empty. */
    public String reason;
    /** A JSON object: template by language. */
    @ColumnTransformer(read = "text(messages)", write = "cast(? as jsonb)")
    public String messages;
    /** When to come back; null: when it ends. */
    public Integer retryAfterSeconds;
    /** Each in its one form. */
    @ColumnTransformer(read = "cast(exempt_networks as text[])", write = "cast(? as cidr[])")
    public List<String> exemptNetworks;
    @ColumnTransformer(write = "cast(? as text[])")
    public List<String> exemptAccounts;

    public static Optional<MaintenanceWindowRow> named(String name) {
        return findByIdOptional(name);
    }

    /** The row, locked until the transaction ends, so that two changes follow each other. */
    public static Optional<MaintenanceWindowRow> forChange(String name) {
        return findByIdOptional(name, LockModeType.PESSIMISTIC_WRITE);
    }

    public static List<MaintenanceWindowRow> byName() {
        return listAll(Sort.by("name"));
    }
}
