package io.drawbridge.database;

import java.time.Instant;
import java.util.Optional;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;

/** Someone who may steer the door through the admin API. */
@Entity
@Table(name = "administrator")
public class AdministratorRow extends PanacheEntityBase {
    @Id
    public String name;
    public String passwordHash;
    public Instant changedAt;

    public static Optional<AdministratorRow> named(String name) {
        return findByIdOptional(name);
    }

    /**
     * Makes the administrator unless there is one of that name; of several programs that try at once, one succeeds.
     *
     * @return whether this call made it
     */
    public static boolean createIfAbsent(String name, String passwordHash) {
        return getEntityManager()
                .createNativeQuery("INSERT INTO administrator (name, password_hash) VALUES (?1, ?2) ON CONFLICT DO NOTHING")
                .setParameter(1, name).setParameter(2, passwordHash).executeUpdate() == 1;
    }
}
