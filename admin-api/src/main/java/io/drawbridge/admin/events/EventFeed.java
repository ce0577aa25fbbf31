package io.drawbridge.admin.events;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import javax.sql.DataSource;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import org.jboss.logging.Logger;
import org.postgresql.PGConnection;

import io.drawbridge.connection.DirectConnections;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;

/**
 * Events in the order of their numbers. One thread listens to the database and reads what is new, as long as anybody watches;
 * the newest are kept here, so that those who are up to date cost the database nothing.
 */
@Singleton
final class EventFeed {
    private static final String CHANNEL = "drawbridge_events";
    private static final int KEPT = 1000;
    private static final int PAGE = 200;
    /** A notice may get lost: so often it looks anyway. */
    private static final int LOOK_MILLIS = 1000;
    private static final String NUMBER = "SELECT number_events('{}', '{}', '{}') WHERE EXISTS (SELECT FROM event_outbox)";
    private static final String LAST = "SELECT last FROM event_log";
    private static final String AFTER = "SELECT id, type, text(body) FROM event WHERE id > ? ORDER BY id LIMIT ?";
    private static final Logger LOG = Logger.getLogger(EventFeed.class);

    /** @param body JSON in one line */
    record Event(long id, String type, String body) {
    }

    private final DirectConnections direct;
    private final DataSource database;
    private final Thread thread = new Thread(this::listenUntilStopped, "events");
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    /** With numbers that follow each other, the last one being {@link #last}. */
    private final ArrayDeque<Event> newest = new ArrayDeque<>();
    private long last;
    private int watchers;
    private volatile boolean stopped;
    private volatile Connection current;

    EventFeed(DirectConnections direct, DataSource database) {
        this.direct = direct;
        this.database = database;
    }

    void start(@Observes StartupEvent event) {
        thread.setDaemon(true);
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
        thread.interrupt();
        Connection open = current;
        if (open != null) {
            try {
                open.abort(Runnable::run);
            } catch (SQLException e) {
                LOG.debugf(e, "the connection for events was lost before it was closed");
            }
        }
    }

    void watch() {
        lock.lock();
        watchers++;
        lock.unlock();
    }

    void leave() {
        lock.lock();
        watchers--;
        lock.unlock();
    }

    /** @return the number of the last event of those that have happened until now */
    long last() throws SQLException {
        try (Connection connection = database.getConnection()) {
            number(connection);
            return last(connection);
        }
    }

    /** Has those who wait look whether they still should. */
    void wake() {
        lock.lock();
        more.signalAll();
        lock.unlock();
    }

    /**
     * Waits until there is an event after this one, and not for longer than is said.
     *
     * @param ended asked when it is woken
     * @return whether there is
     */
    boolean await(long position, Duration atMost, BooleanSupplier ended) throws InterruptedException {
        lock.lock();
        try {
            long left = atMost.toNanos();
            while (last <= position && left > 0 && !ended.getAsBoolean()) {
                left = more.awaitNanos(left);
            }
            return last > position;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The next events after this one.
     *
     * @return some of them, the first one first; when its number is not the next one, those between were trimmed. Empty when
     *         all
     *         that there were have been trimmed, or there are none
     */
    List<Event> after(long position) throws SQLException {
        lock.lock();
        try {
            if (!newest.isEmpty() && newest.peekFirst().id() <= position + 1) {
                return newest.stream().skip(position + 1 - newest.peekFirst().id()).limit(PAGE).toList();
            }
        } finally {
            lock.unlock();
        }
        try (Connection connection = database.getConnection()) {
            return read(connection, position, PAGE);
        }
    }

    private void listenUntilStopped() {
        while (!stopped) {
            try (Connection connection = direct.named("drawbridge events").getConnection()) {
                current = connection;
                listen(connection);
            } catch (SQLException e) {
                LOG.debugf("no events until the database answers: %s", e.getMessage());
            }
            try {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void listen(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("LISTEN " + CHANNEL);
        }
        while (!stopped) {
            if (isWatched()) {
                follow(connection);
            }
            connection.unwrap(PGConnection.class).getNotifications(LOOK_MILLIS);
        }
    }

    private boolean isWatched() {
        lock.lock();
        try {
            if (watchers == 0) {
                newest.clear();
            }
            return watchers > 0;
        } finally {
            lock.unlock();
        }
    }

    /** Reads what is new; what nobody has watched is left out. */
    private void follow(Connection connection) throws SQLException {
        number(connection);
        long now = last(connection);
        long from = Math.max(last, now - KEPT);
        List<Event> read = read(connection, from, KEPT);
        lock.lock();
        try {
            if (from != last) {
                newest.clear();
            }
            for (Event event : read) {
                if (!newest.isEmpty() && event.id() != newest.peekLast().id() + 1) {
                    newest.clear();
                }
                newest.add(event);
            }
            while (newest.size() > KEPT) {
                newest.removeFirst();
            }
            last = newest.isEmpty() ? now : Math.max(now, newest.peekLast().id());
            if (!newest.isEmpty() && newest.peekLast().id() != last) {
                newest.clear();
            }
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static void number(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(NUMBER);
        }
    }

    private static long last(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(LAST)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static List<Event> read(Connection connection, long after, int atMost) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(AFTER)) {
            statement.setLong(1, after);
            statement.setInt(2, atMost);
            List<Event> events = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    events.add(new Event(rows.getLong(1), rows.getString(2), rows.getString(3)));
                }
            }
            return events;
        }
    }
}
