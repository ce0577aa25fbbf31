package io.drawbridge.it.cluster;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import io.drawbridge.postgres.LocalPostgres;

/** The {@link Database}, inside its namespace. */
public final class DatabaseProgram implements Database {
    private static final long KILL_EVERY_MILLIS = 20;
    private static final long WATCH_EVERY_MILLIS = 10;

    private final Path folder;
    private final Relay relay;
    private LocalPostgres postgres;
    private CountDownLatch killing;
    private Connection watched;
    private Repeated<Integer> watching;

    private DatabaseProgram(Path folder) throws IOException {
        this.folder = folder;
        this.postgres = LocalPostgres.start(folder);
        this.relay = new Relay(PORT, port());
    }

    /** @param arguments the folder for its data */
    public static void main(String... arguments) throws IOException {
        PrintStream answers = System.out;
        // What libraries print must not stand between the answers.
        System.setOut(System.err);
        DatabaseProgram database = new DatabaseProgram(Path.of(arguments[0]));
        RemoteCalls.serve(database, System.in, answers);
        database.postgres.close();
        System.exit(0);
    }

    private int port() {
        return URI.create(postgres.jdbcUrl().substring("jdbc:".length())).getPort();
    }

    @Override
    public Credentials credentials() {
        return new Credentials(postgres.user(), postgres.password());
    }

    @Override
    public void delay(Duration eachWay) {
        relay.delay(eachWay);
    }

    @Override
    public void hold() {
        relay.hold();
    }

    @Override
    public void release() {
        relay.release();
    }

    @Override
    public void stopImmediately() throws IOException, InterruptedException {
        long pid = Long.parseLong(Files.readAllLines(folder.resolve("data/postmaster.pid")).getFirst().strip());
        ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
        new ProcessBuilder("kill", "-QUIT", Long.toString(pid)).start().waitFor();
        server.onExit().join();
        postgres.close();
    }

    @Override
    public void startAgain() throws IOException {
        postgres = LocalPostgres.start(folder);
        relay.forwardTo(port());
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }

    @Override
    public synchronized void watchSessions() throws SQLException {
        Connection connection = connect();
        watched = connection;
        watching = new Repeated<>(List.of(() -> sessions(connection, "%")), WATCH_EVERY_MILLIS);
    }

    @Override
    public synchronized int mostSessions() throws SQLException, InterruptedException, ExecutionException {
        try {
            return watching.stop().stream().mapToInt(Integer::intValue).max().orElseThrow();
        } finally {
            watched.close();
        }
    }

    @Override
    public int sessions(String node) throws SQLException {
        try (Connection connection = connect()) {
            return sessions(connection, node);
        }
    }

    private static int sessions(Connection connection, String node) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT count(*) FROM session WHERE node LIKE ?")) {
            statement.setString(1, node);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }

    @Override
    public int listening() throws SQLException {
        try (Connection connection = connect()) {
            return count(connection, "pid");
        }
    }

    private static int count(Connection connection, String what) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(" + what + ") FROM pg_stat_activity"
                        + " WHERE application_name = 'drawbridge notices'")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    @Override
    public synchronized void keepKillingNotices(boolean on) {
        if (killing != null) {
            killing.countDown();
            killing = null;
        }
        if (on) {
            CountDownLatch end = new CountDownLatch(1);
            killing = end;
            Thread.ofPlatform().daemon().start(() -> killNoticesUntil(end));
        }
    }

    @Override
    public void swallowNotices(boolean on) {
        relay.swallowNotices(on);
    }

    private void killNoticesUntil(CountDownLatch end) {
        try (Connection connection = connect()) {
            do {
                count(connection, "pg_terminate_backend(pid)");
            } while (!end.await(KILL_EVERY_MILLIS, TimeUnit.MILLISECONDS));
        } catch (SQLException | InterruptedException e) {
            System.err.println("notices are heard again: " + e);
        }
    }
}
