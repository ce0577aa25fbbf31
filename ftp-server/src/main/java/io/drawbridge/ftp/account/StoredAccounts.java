package io.drawbridge.ftp.account;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import javax.sql.DataSource;

import io.drawbridge.account.Permission;
import io.drawbridge.ftp.account.KnownAccounts.Known;

/** The accounts as PostgreSQL has them: in one statement, which sees all of them and the version at the same moment. */
final class StoredAccounts {
    private static final String ENABLED = """
            SELECT c.version, a.name, a.password_hash, a.home, a.tls_required, a.certificates, a.expires_at,
                   coalesce(a.permissions, g.permissions), cast(coalesce(a.allowed_networks, g.allowed_networks) AS text[])
            FROM configuration c
                CROSS JOIN account a
                LEFT JOIN account_group g ON g.name = a.group_name
            WHERE a.name = ANY (?) AND a.enabled""";

    private final DataSource database;

    StoredAccounts(DataSource database) {
        this.database = database;
    }

    /** @return empty when there is none, or it is switched off */
    Optional<Known> enabled(String name) throws SQLException {
        return Optional.ofNullable(enabled(List.of(name)).get(name));
    }

    /** @return by name, those of them that there are and that are not switched off */
    Map<String, Known> enabled(Collection<String> names) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(ENABLED)) {
            statement.setArray(1, connection.createArrayOf("text", names.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                Map<String, Known> found = new HashMap<>();
                while (rows.next()) {
                    found.put(rows.getString(2), known(rows));
                }
                return found;
            }
        }
    }

    private static Known known(ResultSet row) throws SQLException {
        OffsetDateTime expiresAt = row.getObject(7, OffsetDateTime.class);
        return new Known(row.getLong(1), row.getString(3), row.getString(4), row.getBoolean(5),
                Set.copyOf(words(row.getArray(6))),
                permissions(words(row.getArray(8))), words(row.getArray(9)), expiresAt == null ? null : expiresAt.toInstant());
    }

    /** @return null for null */
    private static List<String> words(Array array) throws SQLException {
        return array == null ? null : List.of((String[]) array.getArray());
    }

    /** @param words null: all */
    private static Set<Permission> permissions(List<String> words) {
        Set<Permission> permissions = EnumSet.noneOf(Permission.class);
        for (String word : words == null ? Permission.WORDS : words) {
            Permission.of(word).ifPresent(permissions::add);
        }
        return Set.copyOf(permissions);
    }
}
