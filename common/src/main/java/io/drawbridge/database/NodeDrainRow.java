package io.drawbridge.database;

import java.time.Instant;
import java.util.Optional;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;

/** A node that is taken out of service: it takes no new sessions, and those that it has are to end. */
@Entity
@Table(name = "node_drain")
public class NodeDrainRow extends SettingRow {
    /** Of the node, which need not be alive. */
    @Id
    public String name;
    public Instant since;
    /** How long transfers may go on; null: until they end. */
    public Integer drainSeconds;
    /** May be empty. */
    public String message;

    public static Optional<NodeDrainRow> of(String node) {
        return findByIdOptional(node);
    }

    /** The row, locked until the transaction ends, so that two changes follow each other. */
    public static Optional<NodeDrainRow> forChange(String node) {
        return findByIdOptional(node, LockModeType.PESSIMISTIC_WRITE);
    }
}
