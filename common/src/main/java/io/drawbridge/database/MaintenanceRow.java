package io.drawbridge.database;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;

/** The one row of the maintenance flag: while enabled, nobody is let in. */
@Entity
@Table(name = "maintenance")
public class MaintenanceRow extends SettingRow {
    private static final short ONLY = 1;

    @Id
    public short id = ONLY;
    public boolean enabled;
    /** What a client reads in its 421; may be empty. */
    public String message;
    /** When to come back; null: the server's own hint. */
    public Integer retryAfterSeconds;

    public static MaintenanceRow current() {
        return findById(ONLY);
    }

    /** The row, locked until the transaction ends, so that two changes follow each other. */
    public static MaintenanceRow forChange() {
        return findById(ONLY, LockModeType.PESSIMISTIC_WRITE);
    }
}
