package io.drawbridge.database;

import java.net.InetAddress;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

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
    /** Whose limit it was, or who was banned; null when it was nobody's. */
    public String subject;
    /** The limit rule or window that refused; null when it was none. */
    public String rule;
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

    /**
     * The newest ones, newest first.
     *
     * @param reason only those for this reason; null: for any
     * @param address only those of this address; null: of any
     */
    public static List<RefusalRow> newest(String reason, InetAddress address, int atMost) {
        Map<String, Object> wanted = new LinkedHashMap<>();
        if (reason != null) {
            wanted.put("reason", reason);
        }
        if (address != null) {
            wanted.put("remoteAddress", address);
        }
        String conditions = wanted.keySet().stream().map(column -> column + " = :" + column)
                .collect(Collectors.joining(" and "));
        return find("from RefusalRow" + (wanted.isEmpty() ? "" : " where " + conditions),
                Sort.descending("refusedAt").and("reference"), wanted).page(0, atMost).list();
    }
}
