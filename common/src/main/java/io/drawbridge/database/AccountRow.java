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

/** Someone who may log in by FTP. */
@Entity
@Table(name = "account")
public class AccountRow extends PanacheEntityBase {
    @Id
    public String name;
    public String passwordHash;
    /** A folder below the homes directory, with {@code /} between its parts. */
    public String home;
    public boolean enabled;
    /** Of which {@link AccountGroupRow} it is; null: of none. */
    public String groupName;
    /** Whether it may do nothing in clear. */
    public boolean tlsRequired;
    /** Of the certificates that it logs in with, and then with no password: SHA-256 in small hexadecimal digits. */
    @ColumnTransformer(write = "cast(? as text[])")
    public List<String> certificates = List.of();
    /** What it may do: words of {@link io.drawbridge.account.Permission}; null: what its group says. */
    @ColumnTransformer(write = "cast(? as text[])")
    public List<String> permissions;
    /** From where it may log in, each in its one form; null: what its group says. */
    @ColumnTransformer(read = "cast(allowed_networks as text[])", write = "cast(? as cidr[])")
    public List<String> allowedNetworks;
    /** From then on it may not log in; null: never. */
    public Instant expiresAt;
    public Instant createdAt;
    public Instant changedAt;

    public static Optional<AccountRow> named(String name) {
        return findByIdOptional(name);
    }

    /** The row, locked until the transaction ends, so that two changes follow each other. */
    public static Optional<AccountRow> forChange(String name) {
        return findByIdOptional(name, LockModeType.PESSIMISTIC_WRITE);
    }
}
