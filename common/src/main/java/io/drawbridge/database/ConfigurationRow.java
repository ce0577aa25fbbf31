package io.drawbridge.database;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.hibernate.annotations.Immutable;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;

/** The one row that says how often operators have changed anything. Read only: triggers of the schema write it. */
@Entity
@Immutable
@Table(name = "configuration")
public class ConfigurationRow extends PanacheEntityBase {
    private static final short ONLY = 1;

    @Id
    public short id = ONLY;
    /** Grows with each change. */
    public long version;

    public static ConfigurationRow current() {
        return findById(ONLY);
    }
}
