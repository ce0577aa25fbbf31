package io.drawbridge.database;

import java.time.Instant;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;

/** The one row of the maintenance flag: while enabled, nobody is let in. */
@Entity
@Table(name = "maintenance")
public class MaintenanceRow extends PanacheEntityBase {
    private static final short ONLY = 1;

    @Id
    public short id = ONLY;
    public boolean enabled;
    /** What a client reads in its 421; may be empty. */
    public String message;
    /** When to come back; null: the server's own hint. */
    public Integer retryAfterSeconds;
    /** Grows by one with each change. */
    public long version;
    public String changedBy;
    public Instant changedAt;

    public static MaintenanceRow current() {
        return findById(ONLY);
    }

    /** The row, locked until the transaction ends, so that two changes follow each other. */
    public static MaintenanceRow forChange() {
        return findById(ONLY, LockModeType.PESSIMISTIC_WRITE);
    }
}
