package io.drawbridge.database;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;

/** The one row of upper bounds over the whole cluster: null is no limit, 0 is nobody. */
@Entity
@Table(name = "limits")
public class LimitsRow extends SettingRow {
    private static final short ONLY = 1;

    @Id
    public short id = ONLY;
    public Integer maxSessions;
    public Integer maxSessionsPerAddress;
    public Integer maxSessionsPerAccount;
    /** 1 or more; null is no limit. */
    public Integer connectionsPerMinute;
    /** 1 or more; null is no limit. */
    public Integer connectionsPerMinutePerAddress;
    /** 1 or more; null is no limit. */
    public Integer connectionsPerMinutePerAccount;
    @Enumerated(EnumType.STRING)
    @Column(columnDefinition = "text")
    public Evict evict;

    public static LimitsRow current() {
        return findById(ONLY);
    }

    /** The row, locked until the transaction ends, so that two changes follow each other. */
    public static LimitsRow forChange() {
        return findById(ONLY, LockModeType.PESSIMISTIC_WRITE);
    }
}
