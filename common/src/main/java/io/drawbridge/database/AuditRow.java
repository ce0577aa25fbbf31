package io.drawbridge.database;

import java.net.InetAddress;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.hibernate.annotations.ColumnTransformer;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.panache.common.Sort;

/** A change that someone has made. Read only: the database writes them with the changes. */
@Entity
@Immutable
@Table(name = "audit")
public class AuditRow extends PanacheEntityBase {
    public enum Action {
        CREATED,
        CHANGED,
        DELETED,
        /** Of a session. */
        ENDED
    }

    /** Grows from change to change. */
    @Id
    public long id;
    @Column(name = "at")
    public Instant changedAt;
    public String actor;
    /** Null when the change came by another way than the API. */
    @JdbcTypeCode(SqlTypes.INET)
    public InetAddress address;
    /** Null when none was given. */
    public String reason;
    public String kind;
    /** Empty where there is only one of its kind. */
    public String name;
    @Enumerated(EnumType.STRING)
    @Column(columnDefinition = "text")
    public Action action;
    /** JSON; null when there was none. */
    @ColumnTransformer(read = "text(before)")
    public String before;
    /** JSON; null when there is none any more. */
    @ColumnTransformer(read = "text(after)")
    public String after;

    /**
     * Newest first.
     *
     * @param kind, name, actor null for all
     * @param below only those with a smaller id
     * @param at only what was in force at this moment: the last change of each thing that there was then; null for all changes
     */
    public static List<AuditRow> find(String kind, String name, String actor, long below, Instant at, int atMost) {
        StringBuilder wanted = new StringBuilder("id < :below");
        Map<String, Object> values = new HashMap<>(Map.of("below", below));
        Stream.of(Map.entry("kind", Optional.ofNullable(kind)), Map.entry("name", Optional.ofNullable(name)),
                Map.entry("actor", Optional.ofNullable(actor))).forEach(one -> one.getValue().ifPresent(value -> {
                    wanted.append(" and ").append(one.getKey()).append(" = :").append(one.getKey());
                    values.put(one.getKey(), value);
                }));
        if (at != null) {
            wanted.append(" and after is not null"
                    + " and id in (select max(a.id) from AuditRow a where a.changedAt <= :at group by a.kind, a.name)");
            values.put("at", at);
        }
        return find("from AuditRow where " + wanted, Sort.descending("id"), values).page(0, atMost).list();
    }
}
