package io.drawbridge.admin;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

import javax.sql.DataSource;

import jakarta.inject.Singleton;

/** The tables behind the API, as the ftp-servers would fill them. */
@Singleton
public class Door {
    private final DataSource database;

    public Door(DataSource database) {
        this.database = database;
    }

    /** As after the migration, with the administrators that there are. */
    public void reset() {
        run("""
                TRUNCATE account, account_group, virtual_host, limit_rule, reserve, maintenance_window, maintenance_occurrence,
                    access_rule, abuse, ban, node, node_ledger, session, connection_rate, refusal, refusal_count, node_drain;
                DELETE FROM limits; INSERT INTO limits DEFAULT VALUES;
                DELETE FROM maintenance; INSERT INTO maintenance DEFAULT VALUES;
                DELETE FROM protection; INSERT INTO protection DEFAULT VALUES;
                INSERT INTO access_rule (network, access, comment)
                VALUES ('127.0.0.0/8', 'ALLOW', 'this machine'), ('::1/128', 'ALLOW', 'this machine')""");
    }

    /** Registers a node with one session of that address and account (null: not logged in), which is made if need be. */
    public UUID sessionOn(String node, String address, String account) {
        UUID id = UUID.randomUUID();
        node(node);
        settle(node,
                "'{}', ARRAY['%s'::uuid], ARRAY['ftp'], ARRAY['%s'::inet], ARRAY[now()], ARRAY[NULL], ARRAY[NULL], '{}', '{}', '{}'"
                        .formatted(id, address));
        if (account != null) {
            run("INSERT INTO account (name, password_hash, home) VALUES ('%s', '', '') ON CONFLICT DO NOTHING"
                    .formatted(account));
            settle(node, "'{}', '{}', '{}', '{}', '{}', '{}', '{}', ARRAY['%s'::uuid], ARRAY[NULL], ARRAY['%s']"
                    .formatted(id, account));
        }
        return id;
    }

    /** Registers a node, for a minute, unless it is. */
    public void node(String name) {
        run("SELECT register_node('%1$s', gen_random_uuid(), true, now(), interval '1 minute') WHERE NOT EXISTS (SELECT FROM node WHERE name = '%1$s')"
                .formatted(name));
    }

    private void settle(String node, String batch) {
        run("SELECT settle(n.name, n.epoch, l.batch + 1, false, NULL, 'en', %s) FROM node n JOIN node_ledger l ON l.node = n.name WHERE n.name = '%s'"
                .formatted(batch, node));
    }

    /** Lets the lease of a node run out. */
    public void forget(String node) {
        run("UPDATE node SET lease_until = now() - interval '1 second' WHERE name = '%s'".formatted(node));
    }

    public String kickedBy(UUID session) {
        return text("SELECT kicked_by FROM session WHERE id = '" + session + "'");
    }

    public void run(String sql) {
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public String text(String query) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
