package io.drawbridge.database;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.panache.common.Sort;

/** Someone who has signed in to the console. */
@Entity
@Table(name = "console_session")
public class ConsoleSessionRow extends PanacheEntityBase {
    /** SHA-256 in hexadecimal digits. */
    @Id
    public String secretHash;
    /** Name of the administrator who has signed in. */
    public String administrator;
    public Instant createdAt;
    /** To about a tenth of the time that one may be idle. */
    public Instant lastUsedAt;

    public static Optional<ConsoleSessionRow> of(String secretHash) {
        return findByIdOptional(secretHash);
    }

    /** Those of an administrator, the newest first. */
    public static List<ConsoleSessionRow> newestOf(String administrator) {
        return list("administrator", Sort.descending("createdAt"), administrator);
    }

    /** Deletes those that began or were used last before. */
    public static void deleteOlder(Instant beganBefore, Instant usedBefore) {
        delete("createdAt <= ?1 or lastUsedAt <= ?2", beganBefore, usedBefore);
    }

    public static void deleteOf(String administrator) {
        delete("administrator", administrator);
    }

    public static void deleteOthersOf(String administrator, String secretHash) {
        delete("administrator = ?1 and secretHash <> ?2", administrator, secretHash);
    }
}
