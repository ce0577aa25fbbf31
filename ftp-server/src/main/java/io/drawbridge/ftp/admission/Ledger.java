package io.drawbridge.ftp.admission;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

import javax.sql.DataSource;

import jakarta.inject.Singleton;

/**
 * The functions of the schema that decide and count (see {@code V1__Create_the_door.sql}), one call each, every call one
 * transaction. The only SQL on the way of a connection.
 */
@Singleton
final class Ledger {
    /** SQLSTATE classes of a connection that was lost, not of a statement that was wrong. */
    private static final List<String> LOST_CONNECTION = List.of("08", "57P");
    private static final int MAX_ATTEMPTS = 3;

    /** What is settled together: departures first, then arrivals in their order, then logins in theirs. */
    record Batch(List<UUID> departed, List<Slot> arrived, List<Slot> loggingIn, List<String> accounts) {
    }

    /**
     * @param verdict ADMITTED, or why not
     * @param limit null unless a limit is the reason
     * @param held how many were counted against the limit; null unless a limit is the reason
     * @param message the operator's, for maintenance; else null
     * @param retryAfter null when the operator gave none
     */
    record Decision(Verdict verdict, Integer limit, Long held, String message, Duration retryAfter) {
    }

    enum Verdict {
        ADMITTED,
        MAINTENANCE,
        CLUSTER_FULL,
        ADDRESS_FULL,
        ACCOUNT_FULL,
        /** Disabled or deleted since its password was checked. */
        ACCOUNT_GONE,
        /** PostgreSQL has lost the session rows, and some node has not written its own again. */
        RECOVERING
    }

    /** @param refused why a session that runs has no room any more, by its id */
    record Rejoined(long epoch, Map<UUID, Decision> refused) {
    }

    private final DataSource database;
    /** Above all numbers of earlier registrations of this process, and above those that rejoining takes. */
    private final AtomicLong lastBatch = new AtomicLong(100);

    Ledger(DataSource database) {
        this.database = database;
    }

    /** @return how long the lease of that name still runs; empty when nobody has it */
    Optional<Duration> remainingLease(String node) throws SQLException {
        return call("SELECT extract(epoch FROM lease_until - clock_timestamp()) FROM node WHERE name = ?", statement -> {
            statement.setString(1, node);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(Duration.ofMillis((long) (rows.getDouble(1) * 1000))) : Optional.empty();
            }
        });
    }

    /**
     * @param run the process, which has just started
     * @return its epoch
     */
    long register(String node, UUID run, Instant startedAt, Duration lease) throws SQLException {
        return call("SELECT register_node(?, ?, true, ?, make_interval(secs => ?))", statement -> {
            statement.setString(1, node);
            statement.setObject(2, run);
            statement.setTimestamp(3, Timestamp.from(startedAt));
            statement.setDouble(4, lease.toMillis() / 1000.0);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        });
    }

    /**
     * @param held the sessions that run, those first that are to stay
     * @return empty when another process has taken the name
     */
    Optional<Rejoined> rejoin(String node, UUID run, Instant startedAt, Duration lease, List<Slot> held)
            throws SQLException {
        return call("SELECT * FROM rejoin_node(?, ?, ?, make_interval(secs => ?), ?, ?, ?, ?)", statement -> {
            Connection connection = statement.getConnection();
            statement.setString(1, node);
            statement.setObject(2, run);
            statement.setTimestamp(3, Timestamp.from(startedAt));
            statement.setDouble(4, lease.toMillis() / 1000.0);
            statement.setArray(5, connection.createArrayOf("uuid", ids(held).toArray()));
            statement.setArray(6, connection.createArrayOf("inet", addresses(held)));
            statement.setArray(7, connection.createArrayOf("timestamptz", times(held)));
            statement.setArray(8, connection.createArrayOf("text", held.stream().map(Slot::account).toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    return Optional.empty();
                }
                long epoch = rows.getLong(1);
                Map<UUID, Decision> refused = new HashMap<>();
                while (rows.next()) {
                    refused.put(rows.getObject(2, UUID.class), new Decision(Verdict.valueOf(rows.getString(3)),
                            rows.getObject(4, Integer.class), rows.getObject(5, Long.class), null, null));
                }
                return Optional.of(new Rejoined(epoch, refused));
            }
        });
    }

    void unregister(String node, long epoch) throws SQLException {
        call("SELECT unregister_node(?, ?)", statement -> {
            statement.setString(1, node);
            statement.setLong(2, epoch);
            return statement.execute();
        });
    }

    /**
     * Settles a batch. When the connection is lost on the way, and so nobody knows whether it was settled, it is settled
     * again from the start: its arrivals are first of all departures.
     *
     * @return the decision for each arrival and login, by session id; empty when the epoch is not the node's any more
     */
    Optional<Map<UUID, Decision>> settle(String node, long epoch, Batch batch) throws SQLException {
        List<UUID> arrived = ids(batch.arrived());
        List<UUID> departed = new ArrayList<>(batch.departed());
        for (int attempt = 1;; attempt++) {
            try {
                return settleOnce(node, epoch, batch, departed, arrived);
            } catch (SQLException e) {
                if (attempt == MAX_ATTEMPTS || !isLostConnection(e)) {
                    throw e;
                }
                departed = new ArrayList<>(batch.departed());
                departed.addAll(arrived);
            }
        }
    }

    private Optional<Map<UUID, Decision>> settleOnce(String node, long epoch, Batch batch, List<UUID> departed,
            List<UUID> arrived) throws SQLException {
        return call("SELECT * FROM settle(?, ?, ?, false, ?, ?, ?, ?, ?, ?)", statement -> {
            Connection connection = statement.getConnection();
            statement.setString(1, node);
            statement.setLong(2, epoch);
            statement.setLong(3, lastBatch.incrementAndGet());
            statement.setArray(4, connection.createArrayOf("uuid", departed.toArray()));
            statement.setArray(5, connection.createArrayOf("uuid", arrived.toArray()));
            statement.setArray(6, connection.createArrayOf("inet", addresses(batch.arrived())));
            statement.setArray(7, connection.createArrayOf("timestamptz", times(batch.arrived())));
            statement.setArray(8, connection.createArrayOf("uuid", ids(batch.loggingIn()).toArray()));
            statement.setArray(9, connection.createArrayOf("text", batch.accounts().toArray()));
            Map<UUID, Decision> decisions = HashMap.newHashMap(arrived.size() + batch.loggingIn().size());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    UUID session = rows.getObject(1, UUID.class);
                    if (session == null) {
                        return Optional.empty();
                    }
                    Integer retryAfter = rows.getObject(6, Integer.class);
                    decisions.put(session, new Decision(Verdict.valueOf(rows.getString(2)), rows.getObject(3, Integer.class),
                            rows.getObject(4, Long.class), rows.getString(5),
                            retryAfter == null ? null : Duration.ofSeconds(retryAfter)));
                }
            }
            return Optional.of(decisions);
        });
    }

    /**
     * Renews the lease and writes what the sessions did.
     *
     * @return the sessions to be closed, each with the administrator who asked for it; empty when the epoch is not the
     *         node's any more
     */
    Optional<Map<UUID, String>> beat(String node, long epoch, Duration lease, Map<UUID, Activity> activities)
            throws SQLException {
        List<Activity> values = List.copyOf(activities.values());
        return call("SELECT * FROM beat(?, ?, make_interval(secs => ?), ?, ?, ?, ?, ?)", statement -> {
            Connection connection = statement.getConnection();
            statement.setString(1, node);
            statement.setLong(2, epoch);
            statement.setDouble(3, lease.toMillis() / 1000.0);
            statement.setArray(4, connection.createArrayOf("uuid", activities.keySet().toArray()));
            statement.setArray(5, connection.createArrayOf("text", values.stream().map(a -> a.state().name()).toArray()));
            statement.setArray(6, connection.createArrayOf("timestamptz",
                    values.stream().map(a -> a.lastActivityAt().toString()).toArray()));
            statement.setArray(7, connection.createArrayOf("bigint", values.stream().map(Activity::bytesReceived).toArray()));
            statement.setArray(8, connection.createArrayOf("bigint", values.stream().map(Activity::bytesSent).toArray()));
            Map<UUID, String> kicked = new HashMap<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    UUID session = rows.getObject(1, UUID.class);
                    if (session == null) {
                        return Optional.empty();
                    }
                    kicked.put(session, rows.getString(2));
                }
            }
            return Optional.of(kicked);
        });
    }

    /** Keeps refusals, and counts all there were. */
    void record(String node, List<RefusalLog.Refused> kept, Map<Reason, Long> counts) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement statement = connection
                    .prepareStatement("INSERT INTO refusal (reference, refused_at, node, reason,"
                            + " remote_address, account, allowed, held, message, retry_after_seconds)"
                            + " VALUES (?, ?, ?, ?, ?::inet, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")) {
                for (RefusalLog.Refused refused : kept) {
                    Refusal refusal = refused.refusal();
                    statement.setString(1, refusal.reference());
                    statement.setTimestamp(2, Timestamp.from(refused.at()));
                    statement.setString(3, node);
                    statement.setString(4, refusal.reason().name());
                    statement.setString(5, refused.address().getHostAddress());
                    statement.setString(6, refused.account());
                    statement.setObject(7, refusal.limit(), Types.INTEGER);
                    statement.setObject(8, refusal.held(), Types.BIGINT);
                    statement.setString(9, refusal.message());
                    statement.setLong(10, refusal.retryAfter().toSeconds());
                    statement.addBatch();
                }
                statement.executeBatch();
            }
            try (PreparedStatement statement = connection
                    .prepareStatement("INSERT INTO refusal_count AS c (node, reason, total)"
                            + " VALUES (?, ?, ?) ON CONFLICT (node, reason) DO UPDATE SET total = c.total + excluded.total")) {
                for (Map.Entry<Reason, Long> count : counts.entrySet()) {
                    statement.setString(1, node);
                    statement.setString(2, count.getKey().name());
                    statement.setLong(3, count.getValue());
                    statement.addBatch();
                }
                statement.executeBatch();
            }
            connection.commit();
        }
    }

    /** Forgets refusals that nobody will ask for any more. */
    void forgetRefusals(Duration olderThan) throws SQLException {
        call("DELETE FROM refusal WHERE refused_at < now() - make_interval(secs => ?)", statement -> {
            statement.setLong(1, olderThan.toSeconds());
            return statement.executeUpdate();
        });
    }

    @FunctionalInterface
    private interface Call<T> {
        T on(PreparedStatement statement) throws SQLException;
    }

    private <T> T call(String sql, Call<T> call) throws SQLException {
        try (Connection connection = database.getConnection()) {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                return call.on(statement);
            }
        }
    }

    private static List<UUID> ids(List<Slot> slots) {
        return slots.stream().map(Slot::id).toList();
    }

    private static Object[] addresses(List<Slot> slots) {
        return slots.stream().map(slot -> slot.address().getHostAddress()).toArray();
    }

    private static Object[] times(List<Slot> slots) {
        return slots.stream().map(slot -> slot.connectedAt().toString()).toArray();
    }

    private static boolean isLostConnection(SQLException e) {
        return e.getSQLState() != null && LOST_CONNECTION.stream().anyMatch(e.getSQLState()::startsWith);
    }
}
