package io.drawbridge.maintenance;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

/**
 * The rows of {@code maintenance_occurrence}, by which the database knows when a window is open.
 *
 * <p>
 * They are written for some weeks ahead: when a window changes, and again by {@link #topUp} before they run out.
 */
public final class Schedule {
    /** How far ahead the times of a window are written. */
    public static final Duration AHEAD = Duration.ofDays(92);
    /** How long a time that has ended is kept. */
    public static final Duration KEPT = Duration.ofDays(30);

    /** When they reach no further than this, more are written. */
    private static final Duration ENOUGH = Duration.ofDays(60);

    private record Window(String name, Occurrence first, String recurrence, String zone, Instant knownUntil) {
        /** @return those that open within the period; the only one of a window that opens once */
        List<Occurrence> times(Instant from, Instant to) {
            return recurrence == null ? List.of(first) : Recurrence.of(recurrence, ZoneId.of(zone)).between(first, from, to);
        }
    }

    private Schedule() {
    }

    /**
     * Writes anew when a window is open, in the caller's transaction, which has locked its row.
     *
     * @param name of a window that is there
     */
    public static void write(Connection database, String name) throws SQLException {
        Instant now = Instant.now();
        try (PreparedStatement delete = database.prepareStatement("DELETE FROM maintenance_occurrence WHERE window_name = ?")) {
            delete.setString(1, name);
            delete.executeUpdate();
        }
        for (Window window : windows(database, "name = ?", name)) {
            Duration length = window.recurrence() == null ? Duration.ZERO
                    : Duration.between(window.first().startsAt(), window.first().endsAt());
            extend(database, window, now.minus(KEPT).minus(length), now.plus(AHEAD));
        }
    }

    /**
     * Writes what is missing of the weeks ahead, and removes what is long over. Several nodes may do it at once, and as often
     * as they like; once an hour is plenty.
     */
    public static void topUp(DataSource source) throws SQLException {
        try (Connection database = source.getConnection()) {
            database.setAutoCommit(false);
            try {
                Instant now = Instant.now();
                // What another one is about to write needs no second hand.
                for (Window window : windows(database, "known_until < ?::timestamptz FOR UPDATE SKIP LOCKED",
                        now.plus(ENOUGH).toString())) {
                    extend(database, window, window.knownUntil(), now.plus(AHEAD));
                }
                database.commit();
                // Apart: whoever changes a window locks that first, and its times then.
                forget(database, now);
                database.commit();
            } catch (SQLException | RuntimeException e) {
                database.rollback();
                throw e;
            } finally {
                database.setAutoCommit(true);
            }
        }
    }

    private static void extend(Connection database, Window window, Instant from, Instant to) throws SQLException {
        List<Occurrence> times = window.times(from, to);
        Array starts = database.createArrayOf("timestamptz",
                times.stream().map(time -> time.startsAt().toString()).toArray());
        Array ends = database.createArrayOf("timestamptz",
                times.stream().map(time -> time.endsAt() == null ? "infinity" : time.endsAt().toString()).toArray());
        try (PreparedStatement insert = database.prepareStatement("""
                INSERT INTO maintenance_occurrence (window_name, starts_at, ends_at)
                SELECT ?, o.starts_at, o.ends_at FROM unnest(?, ?) AS o (starts_at, ends_at)
                ON CONFLICT DO NOTHING""")) {
            insert.setString(1, window.name());
            insert.setArray(2, starts);
            insert.setArray(3, ends);
            insert.executeUpdate();
        } finally {
            starts.free();
            ends.free();
        }
        try (PreparedStatement update = database
                .prepareStatement("UPDATE maintenance_window SET known_until = ?::timestamptz WHERE name = ?")) {
            update.setString(1, window.recurrence() == null ? "infinity" : to.toString());
            update.setString(2, window.name());
            update.executeUpdate();
        }
    }

    private static void forget(Connection database, Instant now) throws SQLException {
        try (PreparedStatement delete = database
                .prepareStatement("DELETE FROM maintenance_occurrence WHERE ends_at < ?::timestamptz")) {
            delete.setString(1, now.minus(KEPT).toString());
            delete.executeUpdate();
        }
    }

    private static List<Window> windows(Connection database, String which, String value) throws SQLException {
        List<Window> found = new ArrayList<>();
        try (PreparedStatement select = database.prepareStatement("""
                SELECT name, starts_at, ends_at, recurrence, time_zone, nullif(known_until, 'infinity')
                FROM maintenance_window WHERE\s""" + which)) {
            select.setString(1, value);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(new Window(rows.getString(1), new Occurrence(moment(rows, 2), moment(rows, 3)),
                            rows.getString(4), rows.getString(5), moment(rows, 6)));
                }
            }
        }
        return found;
    }

    private static Instant moment(ResultSet row, int column) throws SQLException {
        OffsetDateTime moment = row.getObject(column, OffsetDateTime.class);
        return moment == null ? null : moment.toInstant();
    }
}
