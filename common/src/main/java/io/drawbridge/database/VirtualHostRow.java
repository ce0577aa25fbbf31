package io.drawbridge.database;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.panache.common.Sort;

/** A name that a client may give with HOST (RFC 7151). */
@Entity
@Table(name = "virtual_host")
public class VirtualHostRow extends PanacheEntityBase {
    /** In lower case. */
    @Id
    public String name;
    /** What its clients are greeted with, in one line; empty: its name. */
    public String banner = "";
    public Instant createdAt;

    public static Optional<VirtualHostRow> named(String name) {
        return findByIdOptional(name);
    }

    /** The row, which cannot go before the transaction ends, so that something may name it. */
    public static Optional<VirtualHostRow> forUse(String name) {
        return findByIdOptional(name, LockModeType.PESSIMISTIC_READ);
    }

    /** The row, locked until the transaction ends: nothing begins to name it meanwhile. */
    public static Optional<VirtualHostRow> forChange(String name) {
        return findByIdOptional(name, LockModeType.PESSIMISTIC_WRITE);
    }

    public static List<VirtualHostRow> byName() {
        return listAll(Sort.by("name"));
    }

    /** Whether limit rules or maintenance windows name it. */
    public boolean isUsed() {
        return (Boolean) getEntityManager()
                .createNativeQuery("SELECT EXISTS (SELECT FROM limit_rule WHERE scope = 'HOST' AND subject = ?1)"
                        + " OR EXISTS (SELECT FROM maintenance_window WHERE scope = 'HOST' AND subject = ?1)", Boolean.class)
                .setParameter(1, name).getSingleResult();
    }
}
