package io.drawbridge.database;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;

/** The one row that says what offences count, and from which score on an address is banned. */
@Entity
@Table(name = "protection")
public class ProtectionRow extends SettingRow {
    private static final short ONLY = 1;

    @Id
    public short id = ONLY;
    public boolean enabled;
    /** The score that is too much, 1 or more. */
    public int threshold;
    /** In which a score halves. */
    public int halfLifeSeconds;
    /** Of the first ban; each in a row is twice as long as the one before. */
    public int banSeconds;
    public int maxBanSeconds;
    /** Points of a failed login. */
    public int failedLogin;
    /** Points of a line that is no command. */
    public int badCommand;
    /** Points of a connection to the data port of someone else. */
    public int dataPortStranger;
    /** Points of a connection that is turned away. */
    public int refusal;

    public static ProtectionRow current() {
        return findById(ONLY);
    }

    /** The row, locked until the transaction ends, so that two changes follow each other. */
    public static ProtectionRow forChange() {
        return findById(ONLY, LockModeType.PESSIMISTIC_WRITE);
    }
}
