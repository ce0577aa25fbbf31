package io.drawbridge.ftp.server;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

import io.drawbridge.connection.DirectConnections;
import io.drawbridge.ftp.account.Accounts;
import io.drawbridge.ftp.admission.Admissions;
import io.drawbridge.ftp.admission.Heartbeat;
import io.drawbridge.ftp.admission.Node;
import io.drawbridge.ftp.metrics.DoorCounters;
import io.drawbridge.notice.Notice;

/**
 * Listens to PostgreSQL on a connection of its own, and has the heartbeat look at once when something concerns this
 * node. A notice that is lost while it reconnects costs a second, not a kick.
 */
@Singleton
final class NoticeListener {
    /** How long it listens before it makes sure that the connection is alive. */
    private static final int MAX_SILENCE_MILLIS = 10_000;
    private static final long RECONNECT_MILLIS = 1000;
    private static final Logger LOG = Logger.getLogger(NoticeListener.class);

    private final Heartbeat heartbeat;
    private final Admissions admissions;
    private final Accounts accounts;
    private final Node node;
    private final DoorCounters counters;
    private final DirectConnections database;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread = new Thread(this::listenUntilStopped, "notices");
    private volatile Connection current;
    private volatile boolean listening;

    NoticeListener(Heartbeat heartbeat, Admissions admissions, Accounts accounts, Node node,
            DoorCounters counters, DirectConnections database) {
        this.heartbeat = heartbeat;
        this.admissions = admissions;
        this.accounts = accounts;
        this.node = node;
        this.counters = counters;
        this.database = database;
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    void stop() {
        stopped.countDown();
        Connection open = current;
        if (open != null) {
            try {
                open.abort(Runnable::run);
            } catch (SQLException e) {
                LOG.debugf(e, "node=%s the connection for notices was lost before it was closed", node.name());
            }
        }
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    private void listenUntilStopped() {
        while (!isStopped()) {
            try (Connection connection = database.named("drawbridge notices").getConnection()) {
                current = connection;
                listen(connection);
            } catch (SQLException e) {
                listening = false;
                LOG.debugf("node=%s no notices until the database answers: %s", node.name(), e.getMessage());
            }
            try {
                stopped.await(RECONNECT_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void listen(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("LISTEN " + Notice.CHANNEL);
            listening = true;
            // What was said while nobody listened is lost.
            heardOfChange();
            while (!isStopped()) {
                PGNotification[] notices = connection.unwrap(PGConnection.class).getNotifications(MAX_SILENCE_MILLIS);
                if (notices == null || notices.length == 0) {
                    statement.execute("SELECT 1");
                    Thread.ofVirtual().name("accounts").start(accounts::catchUp);
                    continue;
                }
                List<Notice> heard = Stream.of(notices).flatMap(one -> Notice.parse(one.getParameter()).stream()).toList();
                heard.forEach(this::heard);
                if (heard.contains(new Notice.ConfigurationChanged())) {
                    measureLag(statement);
                }
            }
        }
    }

    /** By the database's clock alone, so that nobody has to trust this machine's; what the question takes is in it. */
    private void measureLag(Statement statement) throws SQLException {
        try (ResultSet row = statement
                .executeQuery("SELECT extract(epoch FROM clock_timestamp() - changed_at)::float8 FROM configuration")) {
            row.next();
            counters.noticeHeard((long) (row.getDouble(1) * Duration.ofSeconds(1).toNanos()));
        }
    }

    /** Whether notices are heard. Any thread. */
    boolean isListening() {
        return listening;
    }

    private void heardOfChange() {
        admissions.configurationChanged();
        heartbeat.beatNow();
        Thread.ofVirtual().name("accounts").start(accounts::changed);
    }

    private void heard(Notice notice) {
        switch (notice) {
            case Notice.SessionsKicked kicked -> {
                if (kicked.node().equals(node.name())) {
                    heartbeat.beatNow();
                }
            }
            case Notice.ConfigurationChanged changed -> heardOfChange();
            case Notice.PlacesFreed freed -> admissions.placesFreed();
            case Notice.CreditAskedBack asked -> admissions.creditAskedBack();
        }
    }
}
