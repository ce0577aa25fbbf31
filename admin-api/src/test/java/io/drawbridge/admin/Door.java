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
        run("TRUNCATE account, node, node_ledger, session, refusal, refusal_count");
        run("DELETE FROM limits; INSERT INTO limits DEFAULT VALUES");
        run("DELETE FROM maintenance; INSERT INTO maintenance DEFAULT VALUES");
    }

    /** Registers a node with one session of that address and account (null: not logged in), which is made if need be. */
    public UUID sessionOn(String node, String address, String account) {
        UUID id = UUID.randomUUID();
        run("""
                DO $$
                DECLARE
                    v_epoch bigint := coalesce((SELECT epoch FROM node WHERE name = '%1$s'),
                        register_node('%1$s', gen_random_uuid(), true, now(), interval '1 minute'));
                BEGIN
                    PERFORM settle('%1$s', v_epoch, (SELECT batch + 1 FROM node_ledger WHERE node = '%1$s'), false, '{}', ARRAY['%2$s'::uuid], ARRAY['%3$s'::inet], ARRAY[now()],
                        '{}', '{}');
                END
                $$"""
                .formatted(node, id, address));
        if (account != null) {
            run("INSERT INTO account (name, password_hash, home) VALUES ('%s', '', '') ON CONFLICT DO NOTHING"
                    .formatted(account));
            run("SELECT settle('%1$s', (SELECT epoch FROM node WHERE name = '%1$s'), (SELECT batch + 1 FROM node_ledger WHERE node = '%1$s'), false, '{}', '{}', '{}', '{}', ARRAY['%2$s'::uuid], ARRAY['%3$s'])"
                    .formatted(node, id, account));
        }
        return id;
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
