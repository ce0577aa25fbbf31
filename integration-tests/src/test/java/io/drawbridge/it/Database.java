package io.drawbridge.it;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import io.drawbridge.postgres.LocalPostgres;

/** A PostgreSQL as its own administrator sees it. */
record Database(LocalPostgres postgres) {

    /** Of another database on the same server. */
    String jdbcUrl(String name) {
        return postgres.jdbcUrl().replaceFirst("/\\w+$", "/" + name);
    }

    void execute(String sql) throws SQLException {
        execute(postgres.jdbcUrl(), sql);
    }

    /** In another database on the same server. */
    void executeIn(String name, String sql) throws SQLException {
        execute(jdbcUrl(name), sql);
    }

    private void execute(String url, String sql) throws SQLException {
        try (Connection connection = connect(url); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of the first row. */
    String query(String sql) throws SQLException {
        try (Connection connection = connect(postgres.jdbcUrl());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** One of its processes is killed, and so it ends all the others, and recovers. */
    void crash() throws SQLException {
        try (Connection connection = connect(postgres.jdbcUrl());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT pg_backend_pid()")) {
            rows.next();
            ProcessHandle.of(rows.getLong(1)).orElseThrow().destroyForcibly();
        }
    }

    private Connection connect(String url) throws SQLException {
        return DriverManager.getConnection(url, postgres.user(), postgres.password());
    }
}
