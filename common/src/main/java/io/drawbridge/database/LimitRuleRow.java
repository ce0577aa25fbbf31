package io.drawbridge.database;

import java.util.List;
import java.util.Optional;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;

import org.hibernate.annotations.ColumnTransformer;

import io.quarkus.panache.common.Sort;

/** A limit for a part of the world; in each scope the most particular one counts. */
@Entity
@Table(name = "limit_rule")
public class LimitRuleRow extends SettingRow {
    /** What is counted together. */
    public enum Scope {
        LISTENER,
        HOST,
        NODE,
        NETWORK,
        ADDRESS,
        ACCOUNT,
        GROUP
    }

    @Id
    public String name;
    @Enumerated(EnumType.STRING)
    @Column(columnDefinition = "text")
    public Scope scope;
    /** The listener, host, node, account or group that it is for; null: each of them. */
    public String subject;
    /** In its one form; null: each network, or a scope that has none. */
    @ColumnTransformer(read = "text(network)", write = "cast(? as cidr)")
    public String network;
    /** A group, of which it is for each account; null for another scope, or another target. */
    public String membersOf;
    /** Null is no limit, 0 is nobody. */
    public Integer maxSessions;
    /** 1 or more; null is no limit. */
    public Integer connectionsPerMinute;
    @Enumerated(EnumType.STRING)
    @Column(columnDefinition = "text")
    public Evict evict;

    public static Optional<LimitRuleRow> named(String name) {
        return findByIdOptional(name);
    }

    /** The row, locked until the transaction ends, so that two changes follow each other. */
    public static Optional<LimitRuleRow> forChange(String name) {
        return findByIdOptional(name, LockModeType.PESSIMISTIC_WRITE);
    }

    public static List<LimitRuleRow> byName() {
        return listAll(Sort.by("name"));
    }
}
