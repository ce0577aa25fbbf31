package io.drawbridge.database;

import java.time.Instant;
import java.util.List;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.hibernate.annotations.Formula;
import org.hibernate.annotations.Immutable;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;

/** A running ftp-server. Read only: nodes register and renew their leases by the functions of the schema. */
@Entity
@Immutable
@Table(name = "node")
public class NodeRow extends PanacheEntityBase {
    @Id
    public String name;
    /** Fencing token: a new one for each registration. */
    public long epoch;
    public Instant startedAt;
    /** After this moment, by the database's clock, the node is dead and its sessions do not count. */
    public Instant leaseUntil;
    /** By the database's clock. */
    @Formula("lease_until - lease")
    public Instant heardAt;
    /** Of the configuration that it has read last. */
    public long configurationVersion;
    /** How many clients wait there for a place. */
    public int waiting;

    /** A node, how many sessions it holds, and whether it is drained. */
    public record Held(NodeRow node, long sessions, boolean draining) {
    }

    /** Nodes that are alive, by name. */
    public static List<Held> live() {
        return find("select n, (select count(s) from SessionRow s where s.node = n.name),"
                + " case when exists (from NodeDrainRow d where d.name = n.name) then true else false end from NodeRow n"
                + " where n.leaseUntil > instant order by n.name").project(Held.class).list();
    }
}
