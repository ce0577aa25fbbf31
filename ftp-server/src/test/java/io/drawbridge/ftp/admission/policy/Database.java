package io.drawbridge.ftp.admission.policy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

import org.flywaydb.core.Flyway;

import io.drawbridge.ftp.admission.policy.Settings.Limits;
import io.drawbridge.ftp.admission.policy.Settings.Reserve;
import io.drawbridge.ftp.admission.policy.Settings.Rule;
import io.drawbridge.ftp.admission.policy.Settings.Target;
import io.drawbridge.postgres.LocalPostgres;

/**
 * The functions of the schema over one connection to a real PostgreSQL. Their {@code clock_timestamp()} is a clock of ours:
 * one of that name stands before PostgreSQL's own in the search path.
 */
final class Database implements AutoCloseable {
    private static final Instant EPOCH = Instant.parse("2030-01-01T00:00:00Z");
    /** Nobody's lease runs out by itself. */
    static final long LEASE = 86_400_000_000L;

    private static LocalPostgres postgres;

    private final Connection connection;

    private Database(Connection connection) {
        this.connection = connection;
    }

    /** A new connection to the one PostgreSQL of these tests; the first one starts it. */
    static synchronized Database connect() {
        try {
            if (postgres == null) {
                postgres = start();
            }
            Database database = new Database(
                    DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password()));
            database.execute("SET synchronous_commit = off; SET search_path = clock, public, pg_catalog");
            database.timeIs(0);
            return database;
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static LocalPostgres start() throws IOException, SQLException {
        LocalPostgres started = LocalPostgres.temporary();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                started.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }));
        Flyway.configure().dataSource(started.jdbcUrl(), started.user(), started.password()).load().migrate();
        try (Connection connection = DriverManager.getConnection(started.jdbcUrl(), started.user(), started.password());
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    CREATE SCHEMA clock;
                    CREATE FUNCTION clock.clock_timestamp() RETURNS timestamptz LANGUAGE sql STABLE
                        AS 'SELECT current_setting(''clock.now'')::timestamptz'""");
        }
        return started;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void empty() {
        execute("""
                DELETE FROM session; DELETE FROM node; DELETE FROM node_ledger; DELETE FROM connection_rate;
                DELETE FROM limit_rule; DELETE FROM reserve; DELETE FROM maintenance_window; DELETE FROM ban; DELETE FROM abuse;
                DELETE FROM access_rule; DELETE FROM account; DELETE FROM account_group; UPDATE maintenance SET enabled = false;
                INSERT INTO account_group (name) VALUES ('staff'), ('guests');
                INSERT INTO account (name, password_hash, home, group_name)
                VALUES ('ann', '', '', 'staff'), ('bob', '', '', 'staff'), ('cyd', '', '', 'guests'), ('dan', '', '', NULL)""");
        set(Limits.NONE);
    }

    /** For what has no method of its own here. */
    void execute(String sql, Object... values) {
        query(sql, row -> null, values);
    }

    interface Reading<T> {
        T from(ResultSet row) throws SQLException;
    }

    /** A list value is an array of texts. */
    <T> List<T> query(String sql, Reading<T> reading, Object... values) {
        try {
            if (values.length == 0) {
                try (Statement statement = connection.createStatement()) {
                    return read(statement, statement.execute(sql), reading);
                }
            }
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < values.length; i++) {
                    if (values[i] instanceof List<?> list) {
                        statement.setArray(i + 1, connection.createArrayOf("text", list.toArray()));
                    } else if (values[i] == null) {
                        statement.setNull(i + 1, Types.OTHER);
                    } else {
                        statement.setObject(i + 1, values[i]);
                    }
                }
                return read(statement, statement.execute(), reading);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(sql + ": " + e.getMessage(), e);
        }
    }

    private static <T> List<T> read(Statement statement, boolean rows, Reading<T> reading) throws SQLException {
        List<T> all = new ArrayList<>();
        if (rows) {
            try (ResultSet row = statement.getResultSet()) {
                while (row.next()) {
                    all.add(reading.from(row));
                }
            }
        }
        return all;
    }

    private static OffsetDateTime time(long microseconds) {
        return EPOCH.plus(microseconds, ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    private static long microseconds(OffsetDateTime time) {
        return ChronoUnit.MICROS.between(EPOCH, time.toInstant());
    }

    void timeIs(long microseconds) {
        execute("SELECT set_config('clock.now', ?, false)", time(microseconds).toString());
    }

    // Nodes.

    /** @return its epoch */
    long start(String node, UUID run) {
        return query("SELECT register_node(?, ?, true, clock_timestamp(), ? * interval '1 microsecond')", row -> row.getLong(1),
                node, run, LEASE).getFirst();
    }

    void unregister(String node, long epoch) {
        execute("SELECT unregister_node(?, ?)", node, epoch);
    }

    /** @param epoch null when another process has the name */
    record Rejoined(Long epoch, Map<UUID, Decision> refused) {
    }

    Rejoined rejoin(String node, UUID run, List<Arrival> held) {
        Rejoined[] rejoined = { new Rejoined(null, new HashMap<>()) };
        query("SELECT *, null::bigint AS retry_after_seconds FROM rejoin_node(?, ?, clock_timestamp(), ? * interval '1 microsecond',"
                + " ?::uuid[], ?, ?::inet[], ?::timestamptz[], ?, ?)", row -> {
                    if (row.getObject("session_id") == null) {
                        rejoined[0] = new Rejoined(row.getLong("new_epoch"), new HashMap<>());
                        return null;
                    }
                    Decision decision = decision(row);
                    return rejoined[0].refused().put(decision.session(), decision);
                }, node, run, LEASE, texts(held, Arrival::id), texts(held, Arrival::listener), texts(held, Arrival::address),
                texts(held, arrival -> time(arrival.connectedAt())), texts(held, Arrival::host), texts(held, Arrival::account));
        return rejoined[0];
    }

    /** @return the sessions that have to go; null when the node is not registered */
    Set<UUID> beat(String node, long epoch, Map<UUID, Boolean> transferring, Map<UUID, Long> lastActivity) {
        List<UUID> sessions = List.copyOf(transferring.keySet());
        Set<UUID> evicted = new HashSet<>();
        boolean[] registered = { true };
        query("SELECT * FROM beat(?, ?, ? * interval '1 microsecond', 0, 'en', ?::uuid[], ?, ?::timestamptz[], ?::bigint[],"
                + " ?::bigint[])", row -> {
                    switch (row.getString("action")) {
                        case "NOT_REGISTERED" -> registered[0] = false;
                        case "EVICTED" -> evicted.add(row.getObject("session_id", UUID.class));
                        case "CONFIGURATION" -> registered[0] = true;
                        default -> throw new SQLException("unexpected " + row.getString("action"));
                    }
                    return null;
                }, node, epoch, LEASE, texts(sessions, id -> id),
                texts(sessions, id -> transferring.get(id) ? "TRANSFERRING" : "IDLE"),
                texts(sessions, id -> time(lastActivity.get(id))), texts(sessions, id -> 0), texts(sessions, id -> 0));
        return registered[0] ? evicted : null;
    }

    void leaseRunsOut(String node) {
        execute("UPDATE node SET lease_until = clock_timestamp() - interval '1 microsecond' WHERE name = ?", node);
    }

    /** What PostgreSQL does to unlogged tables when it recovers. */
    void crash() {
        execute("DELETE FROM session; DELETE FROM node_ledger; DELETE FROM connection_rate");
    }

    // Decisions.

    List<Decision> settle(String node, long epoch, long batch, Integer capacity, List<UUID> departed, List<Arrival> arrived,
            List<Claim> claimed) {
        return query("SELECT * FROM settle(?, ?, ?, false, ?::integer, 'en', ?::uuid[], ?::uuid[], ?, ?::inet[],"
                + " ?::timestamptz[], ?, ?, ?::uuid[], ?, ?)", Database::decision, node, epoch, batch, capacity,
                texts(departed, id -> id), texts(arrived, Arrival::id), texts(arrived, Arrival::listener),
                texts(arrived, Arrival::address), texts(arrived, arrival -> time(arrival.connectedAt())),
                texts(arrived, Arrival::host), texts(arrived, Arrival::account), texts(claimed, Claim::id),
                texts(claimed, Claim::host), texts(claimed, Claim::account));
    }

    /**
     * @param decisions of the arrivals
     * @param places that come to those the node has kept
     * @param lent who was refused only because places are lent
     * @param plain who met only common limits
     */
    record Lent(List<Decision> decisions, int places, Set<UUID> lent, Set<UUID> plain) {
    }

    /** Settles as a node does that would like to have places in advance. */
    Lent settle(String node, long epoch, long batch, List<UUID> departed, List<Arrival> arrived, List<Arrival> opened, int kept,
            int wanted) {
        List<Decision> decisions = new ArrayList<>();
        Set<UUID> lent = new HashSet<>();
        Set<UUID> plain = new HashSet<>();
        int[] places = new int[1];
        query("SELECT * FROM settle(?, ?, ?, false, NULL, 'en', ?::uuid[], ?::uuid[], ?, ?::inet[], ?::timestamptz[], ?, ?, '{}',"
                + " '{}', '{}', ?::uuid[], ?, ?::inet[], ?::timestamptz[], ?, '{}', '{}', ?, ?)", row -> {
                    if (row.getString("verdict").equals("CREDIT")) {
                        return places[0] = row.getInt("allowed");
                    }
                    Decision decision = decision(row);
                    if (row.getBoolean("lent")) {
                        lent.add(decision.session());
                    }
                    if (row.getBoolean("plain")) {
                        plain.add(decision.session());
                    }
                    return decisions.add(decision);
                }, node, epoch, batch, texts(departed, id -> id), texts(arrived, Arrival::id),
                texts(arrived, Arrival::listener),
                texts(arrived, Arrival::address), texts(arrived, arrival -> time(arrival.connectedAt())),
                texts(arrived, Arrival::host), texts(arrived, Arrival::account), texts(opened, Arrival::id),
                texts(opened, Arrival::listener), texts(opened, Arrival::address),
                texts(opened, arrival -> time(arrival.connectedAt())), texts(opened, Arrival::account), kept, wanted);
        return new Lent(decisions, places[0], lent, plain);
    }

    /** How many places nodes have in advance, or have given away without having told of it. */
    int lent() {
        return query("SELECT coalesce(sum(credit), 0) FROM node_ledger", row -> row.getInt(1)).getFirst();
    }

    private static <T> List<String> texts(List<T> values, java.util.function.Function<T, Object> text) {
        List<String> texts = new ArrayList<>();
        values.forEach(value -> texts.add(text.apply(value) == null ? null : text.apply(value).toString()));
        return texts;
    }

    private static Decision decision(ResultSet row) throws SQLException {
        String verdict = row.getString("verdict");
        String subject = row.getString("subject");
        boolean isNetwork = subject != null && (verdict.startsWith("ADDRESS_") || verdict.startsWith("NETWORK_"));
        return new Decision(row.getObject("session_id", UUID.class), verdict,
                isNetwork ? Network.of(subject).toString() : subject, row.getObject("allowed", Integer.class),
                row.getObject("held", Long.class), row.getString("rule"), row.getObject("retry_after_seconds", Long.class));
    }

    void enforceLimits() {
        execute("SELECT enforce_limits()");
    }

    // What is there.

    Map<UUID, Inside> inside() {
        Map<UUID, Inside> inside = new LinkedHashMap<>();
        query("SELECT *, host(remote_address) AS address FROM session", row -> inside.put(row.getObject("id", UUID.class),
                new Inside(row.getObject("id", UUID.class), row.getString("node"), row.getString("listener"),
                        row.getString("address"), row.getString("host"), row.getString("account"), row.getString("reserve"),
                        row.getBoolean("provisional"), microseconds(row.getObject("connected_at", OffsetDateTime.class)),
                        microseconds(row.getObject("last_activity_at", OffsetDateTime.class)),
                        "TRANSFERRING".equals(row.getString("state")), row.getString("eviction"))));
        return inside;
    }

    Set<String> registered() {
        return new TreeSet<>(query("SELECT name FROM node", row -> row.getString(1)));
    }

    // What operators set.

    void set(Limits limits) {
        execute("UPDATE limits SET max_sessions = ?::integer, max_sessions_per_address = ?::integer,"
                + " max_sessions_per_account = ?::integer, connections_per_minute = ?::integer,"
                + " connections_per_minute_per_address = ?::integer, connections_per_minute_per_account = ?::integer, evict = ?",
                limits.sessions(), limits.perAddress(), limits.perAccount(), limits.rate(), limits.ratePerAddress(),
                limits.ratePerAccount(), limits.evict().name());
    }

    void put(Rule rule) {
        Target target = rule.target();
        execute("INSERT INTO limit_rule (name, scope, subject, network, members_of, max_sessions, connections_per_minute, evict,"
                + " changed_by, changed_at) VALUES (?, ?, ?::text, ?::cidr, ?::text, ?::integer, ?::integer, ?, 'test', now())"
                + " ON CONFLICT (name) DO UPDATE SET max_sessions = excluded.max_sessions,"
                + " connections_per_minute = excluded.connections_per_minute, evict = excluded.evict",
                target.name(), target.scope().name(), target.subject(), target.network(), target.membersOf(), rule.sessions(),
                rule.rate(), rule.evict().name());
    }

    void drop(Target target) {
        execute("DELETE FROM limit_rule WHERE name = ?", target.name());
    }

    void put(Reserve reserve) {
        execute("INSERT INTO reserve (name, sessions, networks, accounts, changed_by, changed_at)"
                + " VALUES (?, ?, ?::cidr[], ?, 'test', now()) ON CONFLICT (name) DO UPDATE SET sessions = excluded.sessions",
                reserve.name(), reserve.sessions(), reserve.networks(), reserve.accounts());
    }

    void dropReserve(String name) {
        execute("DELETE FROM reserve WHERE name = ?", name);
    }

    void changeAccount(String account, String group, boolean enabled) {
        execute("UPDATE account SET group_name = ?::text, enabled = ? WHERE name = ?", group, enabled, account);
    }
}
