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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import javax.sql.DataSource;

import jakarta.inject.Singleton;

import io.drawbridge.maintenance.NodeDrain;
import io.drawbridge.maintenance.Schedule;

/**
 * The functions of the schema that decide and count (see {@code V13__Give_places_in_advance.sql}), one call each, every call
 * one
 * transaction. The only SQL on the way of a connection.
 */
@Singleton
final class Ledger {
    /** SQLSTATE classes of a connection that was lost, not of a statement that was wrong. */
    private static final List<String> LOST_CONNECTION = List.of("08", "57P");
    private static final int MAX_ATTEMPTS = 3;
    private static final String ADMITTED = "ADMITTED";
    private static final String NOT_REGISTERED = "NOT_REGISTERED";
    /** Not a verdict on anybody. */
    private static final String CREDIT = "CREDIT";
    /** PostgreSQL has lost the session rows, and some node has not written its own again. */
    private static final String RECOVERING = "RECOVERING";

    /**
     * A session says what it is.
     *
     * @param host as in HOST; null when it says only its account
     * @param account whose password was right; null when it says only its host
     */
    record Claim(Slot slot, String host, String account) {
    }

    /**
     * What is settled together: departures first, then arrivals in their order, then claims in theirs.
     *
     * @param capacity as many sessions as the node can hold; null for no bound
     * @param report written down with it
     */
    record Batch(List<UUID> departed, List<Slot> arrived, List<Claim> claims, Integer capacity, Credit.Report report) {
    }

    /**
     * @param decisions for each arrival and claim, by session id
     * @param lent who was refused only because places are lent to nodes that may not need them
     * @param plain who was admitted by no limits but the common ones
     * @param askedAt when, by System.nanoTime()
     */
    record Settled(Map<UUID, Decision> decisions, Set<UUID> lent, Set<UUID> plain, Credit.Grant grant, long askedAt) {
    }

    /**
     * @param reason why not; null when admitted
     * @param subject whose limit it is, or who was meant; null when it is nobody in particular
     * @param limit null unless a limit is the reason
     * @param held how many were counted against the limit; null unless a limit is the reason
     * @param rule limit rule or window; null when it is none
     * @param words the operator's; null when there are none
     * @param retryAfter null when it is for the node to say
     */
    record Decision(Reason reason, String subject, Integer limit, Long held, String rule, WindowWords words,
            Duration retryAfter) {

        boolean isAdmitted() {
            return reason == null;
        }
    }

    /** What is to be done with a session that runs. */
    sealed interface Order {
        record Kick(String administrator) implements Order {
        }

        record Evict(Decision why) implements Order {
        }

        record Announce(WindowWords words) implements Order {
        }

        /** Once it has no transfer. */
        record Drain(Decision why) implements Order {
        }
    }

    /**
     * @param version of the configuration, which the node runs from now on
     * @param share places that the node may give away should it lose the database, null for no bound
     * @param outOfService whether operators have closed this node and not others, by a drain or a window
     */
    record Beat(long version, Integer share, boolean outOfService, Map<UUID, Order> orders) {
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
        return call("SELECT * FROM rejoin_node(?, ?, ?, make_interval(secs => ?), ?, ?, ?, ?, ?, ?)", statement -> {
            statement.setString(1, node);
            statement.setObject(2, run);
            statement.setTimestamp(3, Timestamp.from(startedAt));
            statement.setDouble(4, lease.toMillis() / 1000.0);
            setSessions(statement, 5, held);
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    return Optional.empty();
                }
                long epoch = rows.getLong(1);
                Map<UUID, Decision> refused = new HashMap<>();
                while (rows.next()) {
                    refused.put(rows.getObject("session_id", UUID.class),
                            new Decision(Reason.valueOf(rows.getString("verdict")),
                                    rows.getString("subject"), rows.getObject("allowed", Integer.class),
                                    rows.getObject("held", Long.class), rows.getString("rule"), null, null));
                }
                return Optional.of(new Rejoined(epoch, refused));
            }
        });
    }

    /** Their ids, listeners, addresses, times, hosts and accounts, in six parameters. */
    private static void setSessions(PreparedStatement statement, int first, List<Slot> slots) throws SQLException {
        setConnections(statement, first, slots);
        setWords(statement, first + 4, slots.stream().map(Slot::host));
        setWords(statement, first + 5, slots.stream().map(Slot::account));
    }

    /** Their ids, listeners, addresses and times, in four parameters. */
    private static void setConnections(PreparedStatement statement, int first, List<Slot> slots) throws SQLException {
        setIds(statement, first, slots.stream().map(Slot::id));
        setWords(statement, first + 1, slots.stream().map(Slot::listener));
        set(statement, first + 2, "inet", slots.stream().map(slot -> slot.address().getHostAddress()));
        set(statement, first + 3, "timestamptz", slots.stream().map(slot -> slot.connectedAt().toString()));
    }

    private static void setIds(PreparedStatement statement, int parameter, Stream<UUID> ids) throws SQLException {
        set(statement, parameter, "uuid", ids);
    }

    private static void setWords(PreparedStatement statement, int parameter, Stream<String> words) throws SQLException {
        set(statement, parameter, "text", words);
    }

    private static void set(PreparedStatement statement, int parameter, String type, Stream<?> values) throws SQLException {
        statement.setArray(parameter, statement.getConnection().createArrayOf(type, values.toArray()));
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
     * @return empty when the epoch is not the node's any more
     */
    Optional<Settled> settle(String node, long epoch, Batch batch) throws SQLException {
        List<UUID> arrived = batch.arrived().stream().map(Slot::id).toList();
        List<UUID> departed = new ArrayList<>(batch.departed());
        for (int attempt = 1;; attempt++) {
            try {
                return settleOnce(node, epoch, batch, departed);
            } catch (SQLException e) {
                if (attempt == MAX_ATTEMPTS || !isLostConnection(e)) {
                    throw e;
                }
                departed = new ArrayList<>(batch.departed());
                departed.addAll(arrived);
            }
        }
    }

    private Optional<Settled> settleOnce(String node, long epoch, Batch batch, List<UUID> departed)
            throws SQLException {
        return call("SELECT * FROM settle(?, ?, ?, false, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                statement -> {
                    statement.setString(1, node);
                    statement.setLong(2, epoch);
                    statement.setLong(3, lastBatch.incrementAndGet());
                    statement.setObject(4, batch.capacity(), Types.INTEGER);
                    statement.setString(5, WindowWords.ALL_LANGUAGES);
                    setIds(statement, 6, departed.stream());
                    setSessions(statement, 7, batch.arrived());
                    List<Claim> claims = batch.claims();
                    setIds(statement, 13, claims.stream().map(claim -> claim.slot().id()));
                    setWords(statement, 14, claims.stream().map(Claim::host));
                    setWords(statement, 15, claims.stream().map(Claim::account));
                    setReport(statement, 16, batch.report());
                    Map<UUID, Decision> decisions = HashMap.newHashMap(batch.arrived().size() + claims.size());
                    Set<UUID> lent = new HashSet<>();
                    Set<UUID> plain = new HashSet<>();
                    Credit.Grant grant = Credit.Grant.NONE;
                    long askedAt = System.nanoTime();
                    try (ResultSet rows = statement.executeQuery()) {
                        while (rows.next()) {
                            String verdict = rows.getString("verdict");
                            if (verdict.equals(NOT_REGISTERED)) {
                                return Optional.empty();
                            }
                            if (verdict.equals(CREDIT)) {
                                grant = grant(rows);
                                continue;
                            }
                            UUID session = rows.getObject("session_id", UUID.class);
                            decisions.put(session, decision(reason(verdict), rows));
                            if (rows.getBoolean("lent")) {
                                lent.add(session);
                            }
                            if (rows.getBoolean("plain")) {
                                plain.add(session);
                            }
                        }
                    }
                    return Optional.of(new Settled(decisions, lent, plain, grant, askedAt));
                });
    }

    private static void setReport(PreparedStatement statement, int first, Credit.Report report) throws SQLException {
        List<Credit.Opened> opened = report.opened();
        List<Credit.Opened> told = report.told();
        setConnections(statement, first, opened.stream().map(Credit.Opened::slot).toList());
        setWords(statement, first + 4, opened.stream().map(Credit.Opened::account));
        setIds(statement, first + 5, told.stream().map(one -> one.slot().id()));
        setWords(statement, first + 6, told.stream().map(Credit.Opened::account));
        statement.setInt(first + 7, report.kept());
        statement.setInt(first + 8, report.wanted());
    }

    private static Credit.Grant grant(ResultSet row) throws SQLException {
        Long version = row.getObject("held", Long.class);
        Integer valid = row.getObject("valid_milliseconds", Integer.class);
        return new Credit.Grant(version == null ? OptionalLong.empty() : OptionalLong.of(version), row.getInt("allowed"),
                valid == null ? null : Duration.ofMillis(valid));
    }

    private static Reason reason(String verdict) {
        return switch (verdict) {
            case ADMITTED -> null;
            case RECOVERING -> Reason.DATABASE_UNAVAILABLE;
            default -> Reason.valueOf(verdict);
        };
    }

    /** @param reason null for none */
    private static Decision decision(Reason reason, ResultSet row) throws SQLException {
        Long seconds = row.getObject("retry_after_seconds", Long.class);
        Duration retryAfter = seconds == null ? null : Duration.ofSeconds(seconds);
        if (reason == Reason.MAINTENANCE && NodeDrain.RULE.equals(row.getString("rule"))) {
            return new Decision(Reason.DRAINING, null, null, null, null, words(row, retryAfter), retryAfter);
        }
        return new Decision(reason, row.getString("subject"), row.getObject("allowed", Integer.class),
                row.getObject("held", Long.class), row.getString("rule"),
                reason == Reason.MAINTENANCE ? words(row, retryAfter) : null, retryAfter);
    }

    private static WindowWords words(ResultSet row, Duration retryAfter) throws SQLException {
        Timestamp until = row.getTimestamp("until");
        return WindowWords.of(row.getString("message"), row.getString("reason"), until == null ? null : until.toInstant(),
                retryAfter);
    }

    /**
     * Renews the lease and writes what the sessions did.
     *
     * @param waiting how many clients wait for a place
     * @return what is to be done; empty when the epoch is not the node's any more
     */
    Optional<Beat> beat(String node, long epoch, Duration lease, int waiting, Map<UUID, Activity> activities)
            throws SQLException {
        List<Activity> values = List.copyOf(activities.values());
        return call("SELECT b.*, EXISTS (SELECT FROM maintenance_period m WHERE m.scope = 'NODE' AND m.subject = ?"
                + " AND m.mode <> 'ANNOUNCE' AND m.starts_at <= clock_timestamp() AND clock_timestamp() < m.ends_at)"
                + " AS out_of_service FROM beat(?, ?, make_interval(secs => ?), ?, ?, ?, ?, ?, ?, ?) b", statement -> {
                    statement.setString(1, node);
                    statement.setString(2, node);
                    statement.setLong(3, epoch);
                    statement.setDouble(4, lease.toMillis() / 1000.0);
                    statement.setInt(5, waiting);
                    statement.setString(6, WindowWords.ALL_LANGUAGES);
                    setIds(statement, 7, activities.keySet().stream());
                    setWords(statement, 8, values.stream().map(a -> a.state().name()));
                    set(statement, 9, "timestamptz", values.stream().map(a -> a.lastActivityAt().toString()));
                    set(statement, 10, "bigint", values.stream().map(Activity::bytesReceived));
                    set(statement, 11, "bigint", values.stream().map(Activity::bytesSent));
                    try (ResultSet rows = statement.executeQuery()) {
                        rows.next();
                        if (NOT_REGISTERED.equals(rows.getString("action"))) {
                            return Optional.empty();
                        }
                        long version = rows.getLong("held");
                        Integer share = rows.getObject("allowed", Integer.class);
                        boolean outOfService = rows.getBoolean("out_of_service");
                        Map<UUID, Order> orders = new HashMap<>();
                        while (rows.next()) {
                            // What an administrator wants comes first.
                            orders.putIfAbsent(rows.getObject("session_id", UUID.class), order(rows));
                        }
                        return Optional.of(new Beat(version, share, outOfService, orders));
                    }
                });
    }

    private static Order order(ResultSet row) throws SQLException {
        String action = row.getString("action");
        return switch (action) {
            case "KICKED" -> new Order.Kick(row.getString("message"));
            case "EVICTED" -> new Order.Evict(new Decision(Reason.valueOf(row.getString("rule")), row.getString("subject"),
                    row.getObject("allowed", Integer.class), null, null, null, null));
            case "ANNOUNCE" -> new Order.Announce(decision(Reason.MAINTENANCE, row).words());
            case "DRAIN" -> new Order.Drain(decision(Reason.MAINTENANCE, row));
            case "DISCONNECT" -> new Order.Evict(decision(Reason.MAINTENANCE, row));
            default -> throw new SQLException("beat answers " + action);
        };
    }

    /** Adds up what clients did that counts against them, and bans those who did too much. */
    void score(Map<Offences.Kind, Integer> counts) throws SQLException {
        List<Map.Entry<Offences.Kind, Integer>> entries = List.copyOf(counts.entrySet());
        call("SELECT score(?, ?, ?)", statement -> {
            set(statement, 1, "inet", entries.stream().map(entry -> entry.getKey().address().getHostAddress()));
            setWords(statement, 2, entries.stream().map(entry -> entry.getKey().offence().name()));
            set(statement, 3, "integer", entries.stream().map(Map.Entry::getValue));
            return statement.execute();
        });
    }

    /** Keeps refusals, and counts all there were. */
    void record(String node, List<RefusalLog.Refused> kept, Map<Reason, Long> counts) throws SQLException {
        try (Connection connection = connection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement statement = connection
                    .prepareStatement("INSERT INTO refusal (reference, refused_at, node, reason,"
                            + " remote_address, account, subject, allowed, held, rule, message, retry_after_seconds)"
                            + " VALUES (?, ?, ?, ?, ?::inet, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")) {
                for (RefusalLog.Refused refused : kept) {
                    Refusal refusal = refused.refusal();
                    statement.setString(1, refusal.reference());
                    statement.setTimestamp(2, Timestamp.from(refused.at()));
                    statement.setString(3, node);
                    statement.setString(4, refusal.reason().name());
                    statement.setString(5, refused.address().getHostAddress());
                    statement.setString(6, refused.account());
                    statement.setString(7, refusal.subject());
                    statement.setObject(8, refusal.limit(), Types.INTEGER);
                    statement.setObject(9, refusal.held(), Types.BIGINT);
                    statement.setString(10, refusal.rule());
                    statement.setString(11, refusal.message());
                    statement.setLong(12, refusal.retryAfter().toSeconds());
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

    /**
     * Forgets refusals that nobody will ask for any more, and offences of long ago.
     *
     * @param mostRefusals the newest that are kept, of all nodes
     */
    void forget(Duration refusalsOlderThan, int mostRefusals) throws SQLException {
        call("DELETE FROM refusal WHERE refused_at < now() - make_interval(secs => ?)", statement -> {
            statement.setLong(1, refusalsOlderThan.toSeconds());
            return statement.executeUpdate();
        });
        call("DELETE FROM refusal WHERE refused_at < (SELECT refused_at FROM refusal ORDER BY refused_at DESC OFFSET ? LIMIT 1)",
                statement -> {
                    statement.setInt(1, mostRefusals);
                    return statement.executeUpdate();
                });
        call("SELECT forget_abuse()", PreparedStatement::execute);
    }

    /** Adds old statistics up, and forgets those that are older than this. */
    void trimStatistics(Duration kept) throws SQLException {
        call("SELECT trim_statistics(make_interval(secs => ?))", statement -> {
            statement.setLong(1, kept.toSeconds());
            return statement.execute();
        });
    }

    /** @return how many sessions of the node are to end because their accounts have expired */
    long endExpired(String node) throws SQLException {
        return call("SELECT end_expired(?)", statement -> {
            statement.setString(1, node);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        });
    }

    /**
     * A session is no more one of its account and its host. A reserved place stays with it until it has said anew who it is,
     * as with one that has just come. Without the lock of the door: it only makes room.
     */
    void disclaim(String node, UUID session) throws SQLException {
        call("UPDATE session SET account = NULL, host = NULL, provisional = reserve IS NOT NULL WHERE id = ? AND node = ?",
                statement -> {
                    statement.setObject(1, session);
                    statement.setString(2, node);
                    return statement.executeUpdate();
                });
    }

    /** Writes when maintenance windows that recur will open, as far ahead as is known. */
    void topUpMaintenance() throws SQLException {
        Schedule.topUp(database);
    }

    @FunctionalInterface
    private interface Call<T> {
        T on(PreparedStatement statement) throws SQLException;
    }

    /** From the pool, which may be interrupted when its connections are lost. */
    private Connection connection() throws SQLException {
        try {
            return database.getConnection();
        } catch (CompletionException e) {
            throw new SQLException("no connection to the database: " + e.getCause(), "08006", e);
        }
    }

    private <T> T call(String sql, Call<T> call) throws SQLException {
        try (Connection connection = connection()) {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                return call.on(statement);
            }
        }
    }

    private static boolean isLostConnection(SQLException e) {
        return e.getSQLState() != null && LOST_CONNECTION.stream().anyMatch(e.getSQLState()::startsWith);
    }
}
