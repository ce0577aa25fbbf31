package io.drawbridge.database;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;

/**
 * A session as its node last told of it, at most about a second ago. Read only: rows come and go by the functions of the
 * schema, under the lock of the door.
 */
@Entity
@Immutable
@Table(name = "session")
public class SessionRow extends PanacheEntityBase {
    /** What a session is doing, in the operator's words. */
    public enum State {
        /** Greeted, not logged in. */
        CONNECTED,
        /** Logged in, waiting for a command. */
        IDLE,
        /** Logged in, with a transfer running. */
        TRANSFERRING
    }

    @Id
    public UUID id;
    public String node;
    public String listener;
    /** As the client said with HOST; null when it did not. */
    public String host;
    @JdbcTypeCode(SqlTypes.INET)
    public InetAddress remoteAddress;
    /** Null before the login. */
    public String account;
    @Enumerated(EnumType.STRING)
    @Column(columnDefinition = "text")
    public State state;
    public Instant connectedAt;
    public Instant lastActivityAt;
    /** Of data connections, in bytes. */
    public long bytesReceived;
    /** Of data connections, in bytes. */
    public long bytesSent;
    /** Whose reserved place it has; null: one of the places for all. */
    public String reserve;

    /** The session, unless it has ended or its node is dead. */
    public static Optional<SessionRow> live(UUID id) {
        return find("from SessionRow s where s.id = ?1"
                + " and exists (from NodeRow n where n.name = s.node and n.leaseUntil > instant)", id).firstResultOptional();
    }
}
