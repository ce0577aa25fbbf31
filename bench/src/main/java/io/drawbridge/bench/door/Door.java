package io.drawbridge.bench.door;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.flywaydb.core.Flyway;

import io.drawbridge.postgres.LocalPostgres;

/**
 * A PostgreSQL of its own with the schema of this build, and a node that asks at its door, over one connection. The
 * statements are those of the ftp-server; whoever changes the signature of {@code settle} or {@code beat} changes them here
 * too, and nowhere else in this module. Not thread-safe.
 */
public final class Door implements AutoCloseable {
    private static final String SETTLE = "SELECT * FROM settle(?, ?, ?, false, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String BEAT = "SELECT * FROM beat(?, ?, make_interval(secs => ?), ?, ?, ?, ?, ?, ?, ?)";

    private static final Logger MIGRATIONS = Logger.getLogger("org.flywaydb");
    private static final String NODE = "bench";
    private static final String LISTENER = "ftp";
    private static final String LANGUAGE = "en";
    /** Longer than any benchmark. */
    private static final double LEASE_SECONDS = 86_400;
    /** With how many at a time the door is filled. */
    private static final int FILLING = 500;

    private final LocalPostgres postgres;
    private final Connection connection;
    private final PreparedStatement settle;
    private final PreparedStatement beat;
    private final long epoch;
    private final Path statistics;
    /** Oldest first. */
    private final Deque<UUID> held = new ArrayDeque<>();
    private long batch = 1000;
    private int lastAddress;

    private Door(LocalPostgres postgres, Connection connection) throws SQLException {
        this.postgres = postgres;
        this.connection = connection;
        this.epoch = register(NODE);
        this.statistics = Path.of("/proc", Integer.toString(backend()), "schedstat");
        this.settle = connection.prepareStatement(SETTLE);
        this.beat = connection.prepareStatement(BEAT);
    }

    /** @throws IOException when PostgreSQL does not start */
    public static Door open() throws IOException, SQLException {
        MIGRATIONS.setLevel(Level.WARNING);
        LocalPostgres postgres = LocalPostgres.temporary();
        try {
            Flyway.configure().dataSource(postgres.jdbcUrl(), postgres.user(), postgres.password()).load().migrate();
            return new Door(postgres,
                    DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password()));
        } catch (SQLException | RuntimeException e) {
            postgres.close();
            throw e;
        }
    }

    private int backend() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT pg_backend_pid()")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    /**
     * What PostgreSQL's process of this connection has had of the processor so far, in nanoseconds: what it has to do, however
     * long it waits for its turn on a machine that does other things too.
     *
     * @throws IOException where the system is no Linux
     */
    public long processorTime() throws IOException {
        return Long.parseLong(Files.readString(statistics).split(" ", 2)[0]);
    }

    private long register(String node) throws SQLException {
        try (PreparedStatement statement = connection
                .prepareStatement("SELECT register_node(?, ?, true, ?, make_interval(secs => ?))")) {
            statement.setString(1, node);
            statement.setObject(2, UUID.randomUUID());
            statement.setTimestamp(3, Timestamp.from(Instant.now()));
            statement.setDouble(4, LEASE_SECONDS);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    /** More nodes of the cluster, that ask nothing. */
    public void addNodes(int nodes) throws SQLException {
        for (int i = 0; i < nodes; i++) {
            register("other-" + i);
        }
    }

    /**
     * @param all sessions of the cluster at most
     * @param perAddress and of one address; null for no such limit
     */
    public void limit(int all, Integer perAddress) throws SQLException {
        try (PreparedStatement statement = connection
                .prepareStatement("UPDATE limits SET max_sessions = ?, max_sessions_per_address = ?")) {
            statement.setInt(1, all);
            statement.setObject(2, perAddress, Types.INTEGER);
            statement.executeUpdate();
        }
    }

    /** Lets sessions in until so many are inside, each from an address of its own, and has the tables in order. */
    public void fill(int sessions) throws SQLException {
        while (held.size() < sessions) {
            settle(Math.min(FILLING, sessions - held.size()), 0);
        }
        execute("VACUUM ANALYZE");
    }

    /**
     * One call: the oldest go, and as many new ones come, each from an address of its own.
     *
     * @param departures at most as many as are inside
     * @throws IllegalStateException when one is not let in
     */
    public void settle(int arrivals, int departures) throws SQLException {
        List<UUID> arrived = new ArrayList<>();
        List<String> addresses = new ArrayList<>();
        for (int i = 0; i < arrivals; i++) {
            arrived.add(UUID.randomUUID());
            addresses.add(nextAddress());
        }
        List<UUID> departed = new ArrayList<>();
        for (int i = 0; i < departures; i++) {
            departed.add(held.remove());
        }
        held.addAll(arrived);
        settle(departed, arrived, addresses);
    }

    private String nextAddress() {
        int number = ++lastAddress;
        return "10." + (number >> 16 & 255) + "." + (number >> 8 & 255) + "." + (number & 255);
    }

    private void settle(List<UUID> departed, List<UUID> arrived, List<String> addresses) throws SQLException {
        Object[] none = new Object[0];
        String[] listeners = new String[arrived.size()];
        Arrays.fill(listeners, LISTENER);
        String[] times = new String[arrived.size()];
        Arrays.fill(times, Instant.now().toString());
        String[] claims = new String[arrived.size()];
        settle.setString(1, NODE);
        settle.setLong(2, epoch);
        settle.setLong(3, ++batch);
        settle.setNull(4, Types.INTEGER);
        settle.setString(5, LANGUAGE);
        settle.setArray(6, connection.createArrayOf("uuid", departed.toArray()));
        settle.setArray(7, connection.createArrayOf("uuid", arrived.toArray()));
        settle.setArray(8, connection.createArrayOf("text", listeners));
        settle.setArray(9, connection.createArrayOf("inet", addresses.toArray()));
        settle.setArray(10, connection.createArrayOf("timestamptz", times));
        settle.setArray(11, connection.createArrayOf("text", claims));
        settle.setArray(12, connection.createArrayOf("text", claims));
        settle.setArray(13, connection.createArrayOf("uuid", none));
        settle.setArray(14, connection.createArrayOf("text", none));
        settle.setArray(15, connection.createArrayOf("text", none));
        int admitted = 0;
        try (ResultSet rows = settle.executeQuery()) {
            while (rows.next()) {
                String verdict = rows.getString("verdict");
                if ("ADMITTED".equals(verdict)) {
                    admitted++;
                } else if (rows.getObject("session_id") != null || "NOT_REGISTERED".equals(verdict)) {
                    throw new IllegalStateException("not let in: " + verdict);
                }
            }
        }
        if (admitted != arrived.size()) {
            throw new IllegalStateException(admitted + " of " + arrived.size() + " were let in");
        }
    }

    /**
     * A heartbeat.
     *
     * @param reported of how many sessions it tells what they did; at most as many as are inside
     */
    public void beat(int reported) throws SQLException {
        UUID[] sessions = held.stream().limit(reported).toArray(UUID[]::new);
        String[] states = new String[reported];
        Arrays.fill(states, "IDLE");
        String[] times = new String[reported];
        Arrays.fill(times, Instant.now().toString());
        Long[] bytes = new Long[reported];
        Arrays.fill(bytes, batch);
        beat.setString(1, NODE);
        beat.setLong(2, epoch);
        beat.setDouble(3, LEASE_SECONDS);
        beat.setInt(4, 0);
        beat.setString(5, LANGUAGE);
        beat.setArray(6, connection.createArrayOf("uuid", sessions));
        beat.setArray(7, connection.createArrayOf("text", states));
        beat.setArray(8, connection.createArrayOf("timestamptz", times));
        beat.setArray(9, connection.createArrayOf("bigint", bytes));
        beat.setArray(10, connection.createArrayOf("bigint", bytes));
        try (ResultSet rows = beat.executeQuery()) {
            rows.next();
            if (!"CONFIGURATION".equals(rows.getString("action"))) {
                throw new IllegalStateException("a heartbeat is answered " + rows.getString("action"));
            }
        }
    }

    /** Of tables and indexes, for each session inside. */
    public long bytesPerSession() throws SQLException {
        execute("VACUUM FULL session");
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement
                        .executeQuery("SELECT pg_total_relation_size('session') / greatest(1, count(*)) FROM session")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** Dead rows are cleared away, as autovacuum does it meanwhile in a cluster. */
    public void tidy() throws SQLException {
        execute("VACUUM session");
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException, IOException {
        try (postgres) {
            connection.close();
        }
    }
}
