package io.drawbridge.database;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.hibernate.annotations.Immutable;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;

/** A network that is turned away for a time, or was: then the next ban is longer. To be read only. */
@Entity
@Immutable
@Table(name = "ban")
public class BanRow extends PanacheEntityBase {
    /** In its one form. */
    @Id
    public String network;
    public Instant since;
    public Instant until;
    /** How often in a row, 1 or more. */
    public int times;
    /** May be empty. */
    public String reason;
    /** An administrator, or {@code protection}. */
    public String bannedBy;

    /**
     * One that has not ended.
     *
     * @param network in any form that PostgreSQL knows
     */
    public static Optional<BanRow> live(String network) {
        return getSession()
                .createNativeQuery("SELECT * FROM ban WHERE network = cast(?1 AS cidr) AND until > now()", BanRow.class)
                .setParameter(1, network).uniqueResultOptional();
    }

    /** Those that have not ended, the newest first. */
    public static List<BanRow> live(int atMost) {
        return find("from BanRow b where b.until > instant order by b.since desc, b.network").page(0, atMost).list();
    }

    public static long countLive() {
        return count("from BanRow b where b.until > instant");
    }
}
