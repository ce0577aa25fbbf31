package io.drawbridge.database;

import java.util.List;
import java.util.Optional;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;

import org.hibernate.annotations.ColumnTransformer;

import io.quarkus.panache.common.Sort;

/** Places that are kept free for some: others are turned away while they are the last ones. */
@Entity
@Table(name = "reserve")
public class ReserveRow extends SettingRow {
    @Id
    public String name;
    /** How many places, 1 or more. */
    public int sessions;
    /** Each in its one form. */
    @ColumnTransformer(read = "cast(networks as text[])", write = "cast(? as cidr[])")
    public List<String> networks;
    @ColumnTransformer(write = "cast(? as text[])")
    public List<String> accounts;

    public static Optional<ReserveRow> named(String name) {
        return findByIdOptional(name);
    }

    /** The row, locked until the transaction ends, so that two changes follow each other. */
    public static Optional<ReserveRow> forChange(String name) {
        return findByIdOptional(name, LockModeType.PESSIMISTIC_WRITE);
    }

    public static List<ReserveRow> byName() {
        return listAll(Sort.by("name"));
    }
}
