package io.drawbridge.admin;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

import io.drawbridge.notice.Notice;

/** Listens as a node does, from the moment it is made. */
public final class Notices implements AutoCloseable {
    private static final int MAX_WAIT_MILLIS = 5000;

    private final Connection connection;

    public Notices() throws SQLException {
        Config config = ConfigProvider.getConfig();
        connection = DriverManager.getConnection(config.getValue("quarkus.datasource.jdbc.url", String.class),
                config.getValue("quarkus.datasource.username", String.class),
                config.getValue("quarkus.datasource.password", String.class));
        listen();
    }

    /** All that came since, in order; waits until there are so many, and not for ever. */
    public List<Notice> receive(int atLeast) throws SQLException {
        List<Notice> received = new ArrayList<>();
        while (received.size() < atLeast) {
            PGNotification[] arrived = connection.unwrap(PGConnection.class).getNotifications(MAX_WAIT_MILLIS);
            if (arrived.length == 0) {
                throw new AssertionError("Nothing came after " + received);
            }
            for (PGNotification notification : arrived) {
                received.add(Notice.parse(notification.getParameter()).orElseThrow());
            }
        }
        return received;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private void listen() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("LISTEN " + Notice.CHANNEL);
        }
    }
}
