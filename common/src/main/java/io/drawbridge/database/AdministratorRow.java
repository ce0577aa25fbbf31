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

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.panache.common.Sort;

/** Someone who may steer the door through the admin API. */
@Entity
@Table(name = "administrator")
public class AdministratorRow extends PanacheEntityBase {
    @Id
    public String name;
    public String passwordHash;
    @Enumerated(EnumType.STRING)
    @Column(columnDefinition = "text")
    public Role role;
    public boolean enabled;
    public Instant createdAt;
    public Instant changedAt;

    public static Optional<AdministratorRow> named(String name) {
        return findByIdOptional(name);
    }

    /**
     * All rows, locked until the transaction ends in the order of their names: whoever changes one sees to it that one is left.
     */
    public static List<AdministratorRow> allForChange() {
        return find("from AdministratorRow", Sort.by("name")).withLock(LockModeType.PESSIMISTIC_WRITE).list();
    }

    public static List<AdministratorRow> byName() {
        return listAll(Sort.by("name"));
    }

    /**
     * Makes the administrator, of role ADMIN, unless there is one of that name; of several programs that try at once, one
     * succeeds.
     *
     * @return whether this call made it
     */
    public static boolean createIfAbsent(String name, String passwordHash) {
        return getEntityManager()
                .createNativeQuery("INSERT INTO administrator (name, password_hash) VALUES (?1, ?2) ON CONFLICT DO NOTHING")
                .setParameter(1, name).setParameter(2, passwordHash).executeUpdate() == 1;
    }
}
