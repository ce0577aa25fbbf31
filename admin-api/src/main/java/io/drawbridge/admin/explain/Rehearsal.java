package io.drawbridge.admin.explain;

import java.net.InetAddress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import javax.sql.DataSource;

import jakarta.inject.Singleton;

import io.drawbridge.admin.explain.Explanation.Access;
import io.drawbridge.admin.explain.Explanation.Ban;
import io.drawbridge.admin.explain.Explanation.Limit;
import io.drawbridge.admin.explain.Explanation.Maintenance;
import io.drawbridge.admin.problem.Faults;
import io.drawbridge.maintenance.NodeDrain;

/**
 * Has an arrival settled as a node would, and takes it back. What only a node knows (its own capacity, whether it is
 * stopping or overloaded) is not asked.
 */
@Singleton
final class Rehearsal {
    /** The whole cluster waits while the door is locked. */
    private static final String BOUNDS = "SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '3s'";

    private static final String SETTLE = "SELECT verdict, subject, allowed, held, rule, retry_after_seconds"
            + " FROM settle(?, ?, ?, false, NULL, 'en', '{}', ";
    /** As settle looks at them. */
    private static final String NEAREST_FIRST = "ACCOUNT, ADDRESS, GROUP, NETWORK, HOST, NODE, LISTENER, CLUSTER";

    private static final Set<String> NO_LOGIN = Set.of("ACCOUNT_GONE", "ACCOUNT_EXPIRED", "ADDRESS_NOT_ALLOWED");
    /** What a node finds before it asks for a place. */
    private static final String NOT_ALLOWED = "SELECT r.verdict FROM account a LEFT JOIN account_group g ON g.name = a.group_name,"
            + " LATERAL (SELECT CASE WHEN a.expires_at <= clock_timestamp() THEN 'ACCOUNT_EXPIRED'"
            + " WHEN NOT ?::inet <<= ANY (coalesce(a.allowed_networks, g.allowed_networks)) THEN 'ADDRESS_NOT_ALLOWED' END) r (verdict)"
            + " WHERE a.enabled AND r.verdict IS NOT NULL AND a.name = ?";

    /** @param batch the last that was settled */
    private record Node(String name, long epoch, long batch) {
    }

    private record Decision(String verdict, String subject, Integer limit, Long held, String rule, Long retryAfterSeconds) {
        static Decision of(String verdict) {
            return new Decision(verdict, null, null, null, null, null);
        }

        boolean admits() {
            return verdict.equals("ADMITTED");
        }

        String reason() {
            return switch (verdict) {
                case "ADMITTED" -> null;
                case "MAINTENANCE" -> NodeDrain.RULE.equals(rule) ? "draining" : "maintenance";
                // Some node is to write first what it holds.
                case "RECOVERING", "NOT_REGISTERED" -> "database_unavailable";
                default -> word(verdict);
            };
        }

        int reply() {
            return admits() ? 220 : NO_LOGIN.contains(verdict) ? 530 : 421;
        }
    }

    private record Place(String reserve, boolean provisional) {
        static final Place NONE = new Place(null, false);
    }

    private final DataSource database;

    Rehearsal(DataSource database) {
        this.database = database;
    }

    /** @throws jakarta.ws.rs.WebApplicationException a problem of status 400: a host or a node that there is not */
    Explanation of(Arrival arrival) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                return rehearsed(arrival, connection);
            } finally {
                connection.rollback();
            }
        }
    }

    private static Explanation rehearsed(Arrival arrival, Connection connection) throws SQLException {
        try (Statement bounds = connection.createStatement()) {
            bounds.execute(BOUNDS);
        }
        String name = Objects.requireNonNullElseGet(arrival.node(), () -> "rehearsal-" + UUID.randomUUID());
        InetAddress address = arrival.address();
        boolean hostIsKnown = arrival.host() == null
                || first(connection, "SELECT true FROM virtual_host WHERE name = ?", row -> true, arrival.host()).isPresent();
        new Faults().unless(hostIsKnown, "host", "must be the name of a virtual host that there is").raise();
        Optional<Access> access = first(connection, "SELECT text(network), access FROM access_of(?::inet)",
                row -> new Access(row.getString(1), word(row.getString(2))), address);
        Optional<Ban> ban = first(connection,
                "SELECT text(network), since, nullif(until, 'infinity'), reason FROM ban_of(?::inet, clock_timestamp())",
                row -> new Ban(row.getString(1), time(row, 2), time(row, 3), row.getString(4)), address);
        Optional<Maintenance> maintenance = first(connection, "SELECT name, scope, subject, mode, nullif(ends_at, 'infinity')"
                + " FROM maintenance_of(?, ?, ?, ?::inet, ?, clock_timestamp())",
                row -> new Maintenance(row.getString(1), word(row.getString(2)), row.getString(3), word(row.getString(4)),
                        time(row, 5)),
                name, arrival.listener(), arrival.host(), address, arrival.account());

        first(connection, "SELECT true FROM lock_the_door()", row -> true);
        Optional<Node> node = arrival.node() == null ? madeUp(name, connection) : live(name, connection);
        new Faults().unless(node.isPresent(), "node", "must be the name of a live node").raise();
        List<Limit> limits = limits(arrival, name, connection);
        UUID session = UUID.randomUUID();
        Decision decision = atTheDoor(session, arrival, node.get(), connection);
        if (decision.admits() && arrival.host() != null) {
            decision = claim(session, arrival.host(), null, node.get(), 2, connection);
        }
        if (decision.admits() && arrival.account() != null) {
            decision = first(connection, NOT_ALLOWED, row -> Decision.of(row.getString(1)), address, arrival.account())
                    .orElse(decision);
        }
        if (decision.admits() && arrival.account() != null) {
            decision = claim(session, null, arrival.account(), node.get(), 3, connection);
        }
        Place place = decision.admits() ? place(session, connection) : Place.NONE;
        return new Explanation(decision.reply(), decision.reason(), decision.subject(), decision.limit(), decision.held(),
                decision.rule(), decision.retryAfterSeconds(), place.reserve(), place.provisional(), limits,
                access.orElse(null), ban.orElse(null), maintenance.orElse(null));
    }

    private static Optional<Node> live(String name, Connection connection) throws SQLException {
        return first(connection, "SELECT n.epoch, coalesce(l.batch, 0) FROM node n LEFT JOIN node_ledger l ON l.node = n.name"
                + " WHERE n.name = ? AND n.lease_until > clock_timestamp()",
                row -> new Node(name, row.getLong(1), row.getLong(2)), name);
    }

    private static Optional<Node> madeUp(String name, Connection connection) throws SQLException {
        return first(connection, "SELECT register_node(?, gen_random_uuid(), true, now(), interval '1 minute')",
                row -> new Node(name, row.getLong(1), 0), name);
    }

    private static List<Limit> limits(Arrival arrival, String node, Connection connection) throws SQLException {
        String query = "SELECT q.scope, nullif(q.subject, ''), q.rule, q.max_sessions, h.held, q.connections_per_minute"
                + " FROM (SELECT * FROM door_quotas(?, ?, ?::inet) UNION ALL SELECT * FROM claim_quotas(?, ?)) q"
                + " CROSS JOIN LATERAL held_in(q.scope, q.subject) h"
                + " ORDER BY array_position(string_to_array('" + NEAREST_FIRST + "', ', '), q.scope),"
                + " CASE q.scope WHEN 'NETWORK' THEN masklen(q.subject::inet) END DESC";
        return all(connection, query, row -> {
            boolean ofMadeUpNode = row.getString(1).equals("NODE") && arrival.node() == null;
            return new Limit(word(row.getString(1)), ofMadeUpNode ? null : row.getString(2), row.getString(3),
                    row.getObject(4, Integer.class), row.getLong(5), row.getObject(6, Integer.class));
        }, node, arrival.listener(), arrival.address(), arrival.host(), arrival.account());
    }

    private static Decision atTheDoor(UUID session, Arrival arrival, Node node, Connection connection) throws SQLException {
        return decision(connection, SETTLE
                + "ARRAY[?::uuid], ARRAY[?::text], ARRAY[?::inet], ARRAY[clock_timestamp()], ARRAY[NULL::text], ARRAY[NULL::text], '{}', '{}', '{}')",
                node.name(), node.epoch(), node.batch() + 1, session, arrival.listener(), arrival.address());
    }

    /** @param turn of the batches that this arrival takes */
    private static Decision claim(UUID session, String host, String account, Node node, int turn, Connection connection)
            throws SQLException {
        return decision(connection,
                SETTLE + "'{}', '{}', '{}', '{}', '{}', '{}', ARRAY[?::uuid], ARRAY[?::text], ARRAY[?::text])",
                node.name(), node.epoch(), node.batch() + turn, session, host, account);
    }

    private static Decision decision(Connection connection, String query, Object... values) throws SQLException {
        return first(connection, query, row -> new Decision(row.getString(1), row.getString(2),
                row.getObject(3, Integer.class), row.getObject(4, Long.class), row.getString(5), row.getObject(6, Long.class)),
                values).orElseThrow();
    }

    private static Place place(UUID session, Connection connection) throws SQLException {
        return first(connection, "SELECT reserve, provisional FROM session WHERE id = ?",
                row -> new Place(row.getString(1), row.getBoolean(2)), session).orElseThrow();
    }

    @FunctionalInterface
    private interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    private static <T> Optional<T> first(Connection connection, String query, Reading<T> reading, Object... values)
            throws SQLException {
        return all(connection, query, reading, values).stream().findFirst();
    }

    private static <T> List<T> all(Connection connection, String query, Reading<T> reading, Object... values)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < values.length; i++) {
                switch (values[i]) {
                    case null -> statement.setString(i + 1, null);
                    case InetAddress address -> statement.setString(i + 1, address.getHostAddress());
                    case Object value -> statement.setObject(i + 1, value);
                }
            }
            List<T> read = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    read.add(reading.of(rows));
                }
            }
            return read;
        }
    }

    private static String word(String constant) {
        return constant.toLowerCase(Locale.ROOT);
    }

    private static Instant time(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
