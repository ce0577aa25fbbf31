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

import org.hibernate.annotations.Immutable;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.panache.common.Sort;

/** A network that is let in or turned away whatever its score; the most particular one decides. To be read only. */
@Entity
@Immutable
@Table(name = "access_rule")
public class AccessRuleRow extends PanacheEntityBase {
    public enum Access {
        /** Let in as limits say, and never banned. */
        ALLOW,
        /** Turned away. */
        DENY
    }

    /** In its one form. */
    @Id
    public String network;
    @Enumerated(EnumType.STRING)
    @Column(columnDefinition = "text")
    public Access access;
    /** May be empty. */
    public String comment;
    /** Grows by one with each change. */
    public long version;
    public String changedBy;
    public Instant changedAt;

    /** @param network in any form that PostgreSQL knows */
    public static Optional<AccessRuleRow> of(String network) {
        return getSession().createNativeQuery("SELECT * FROM access_rule WHERE network = cast(?1 AS cidr)", AccessRuleRow.class)
                .setParameter(1, network).uniqueResultOptional();
    }

    /** Those of IPv4 first. */
    public static List<AccessRuleRow> byNetwork() {
        return listAll(Sort.by("network"));
    }
}
