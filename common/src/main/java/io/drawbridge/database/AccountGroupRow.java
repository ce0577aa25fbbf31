package io.drawbridge.database;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;

import org.hibernate.annotations.ColumnTransformer;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.panache.common.Sort;

/** Accounts that share a pool of sessions, or a maintenance. */
@Entity
@Table(name = "account_group")
public class AccountGroupRow extends PanacheEntityBase {
    @Id
    public String name;
    /**
     * What its accounts may do: words of {@link io.drawbridge.account.Permission}; null: all, unless they say it themselves.
     */
    @ColumnTransformer(write = "cast(? as text[])")
    public List<String> permissions;
    /** From where its accounts may log in, each in its one form; null: everywhere, unless they say it themselves. */
    @ColumnTransformer(read = "cast(allowed_networks as text[])", write = "cast(? as cidr[])")
    public List<String> allowedNetworks;
    public Instant createdAt;

    public static Optional<AccountGroupRow> named(String name) {
        return findByIdOptional(name);
    }

    /** The row, which cannot go before the transaction ends, so that something may name it. */
    public static Optional<AccountGroupRow> forUse(String name) {
        return findByIdOptional(name, LockModeType.PESSIMISTIC_READ);
    }

    /** The row, locked until the transaction ends: nothing begins to name it meanwhile. */
    public static Optional<AccountGroupRow> forChange(String name) {
        return findByIdOptional(name, LockModeType.PESSIMISTIC_WRITE);
    }

    public static List<AccountGroupRow> byName() {
        return listAll(Sort.by("name"));
    }

    /** Whether accounts, limit rules or maintenance windows name it. */
    public boolean isUsed() {
        return (Boolean) getEntityManager()
                .createNativeQuery("SELECT EXISTS (SELECT FROM account WHERE group_name = ?1)"
                        + " OR EXISTS (SELECT FROM limit_rule WHERE members_of = ?1 OR scope = 'GROUP' AND subject = ?1)"
                        + " OR EXISTS (SELECT FROM maintenance_window WHERE scope = 'GROUP' AND subject = ?1)", Boolean.class)
                .setParameter(1, name).getSingleResult();
    }
}
