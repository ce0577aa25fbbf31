package io.drawbridge.database;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.panache.common.Sort;

/** What a program shows in place of a password. */
@Entity
@Table(name = "api_token")
public class ApiTokenRow extends PanacheEntityBase {
    @Id
    public String name;
    /** Name of the administrator for whom it stands. */
    public String owner;
    @Enumerated(EnumType.STRING)
    @Column(columnDefinition = "text")
    public Role role;
    /** SHA-256 in hexadecimal digits. */
    public String secretHash;
    public Instant createdAt;
    /** Null: it does not. */
    public Instant expiresAt;
    /** To about a minute; null: never. */
    public Instant lastUsedAt;

    public static Optional<ApiTokenRow> named(String name) {
        return findByIdOptional(name);
    }

    public static Optional<ApiTokenRow> of(String secretHash) {
        return find("secretHash", secretHash).firstResultOptional();
    }

    /** @param owner null for all */
    public static List<ApiTokenRow> byName(String owner) {
        return owner == null ? listAll(Sort.by("name")) : list("owner", Sort.by("name"), owner);
    }

    public static long countOf(String owner) {
        return count("owner", owner);
    }
}
