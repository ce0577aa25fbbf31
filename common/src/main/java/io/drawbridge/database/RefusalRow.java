package io.drawbridge.database;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.panache.common.Sort;

/** A client that was turned away, as its 421 said. Read only: nodes write them. Kept for 30 days. */
@Entity
@Immutable
@Table(name = "refusal")
public class RefusalRow extends PanacheEntityBase {
    /** As the client read it, without the brackets. */
    @Id
    public String reference;
    public Instant refusedAt;
    public String node;
    public String reason;
    @JdbcTypeCode(SqlTypes.INET)
    public InetAddress remoteAddress;
    /** Null at the door. */
    public String account;
    /** The limit that was reached; null when it was not a limit. */
    public Integer allowed;
    /** How many were counted against the limit at that moment; null when it was not a limit. */
    public Long held;
    /** The operator's own words; may be null. */
    public String message;
    public long retryAfterSeconds;

    public static Optional<RefusalRow> of(String reference) {
        return findByIdOptional(reference);
    }

    /** The newest ones, newest first. */
    public static List<RefusalRow> newest(int atMost) {
        return find("from RefusalRow", Sort.descending("refusedAt").and("reference")).page(0, atMost).list();
    }
}
