package io.drawbridge.database;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

import jakarta.persistence.MappedSuperclass;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;

/** A row that operators set, with who has changed it last. */
@MappedSuperclass
public abstract class SettingRow extends PanacheEntityBase {
    /** Grows by one with each change; 0 before it was written for the first time. */
    public long version;
    public String changedBy;
    public Instant changedAt;

    /** It is being changed, or made. */
    public void changed(String by) {
        version++;
        changedBy = by;
        changedAt = Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
