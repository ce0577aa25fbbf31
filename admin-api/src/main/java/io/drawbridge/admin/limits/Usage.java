package io.drawbridge.admin.limits;

import java.util.List;
import java.util.Locale;

import jakarta.inject.Singleton;

import org.hibernate.Session;

/** Counts the sessions of now against the limits of the transaction that asks, changed ones among them. */
@Singleton
final class Usage {
    /** As the list of sessions has them. */
    private static final String LIVE = "EXISTS (SELECT FROM node n WHERE n.name = s.node AND n.lease_until > now())";

    /** Sessions count against limits as settle counts them; see V3. */
    private static final String QUERY = """
            WITH inside AS MATERIALIZED (
                SELECT * FROM session s WHERE %s
            ), met AS MATERIALIZED (
                SELECT q.scope, q.rule, q.subject, sum(d.sessions) AS held
                FROM (SELECT node, listener, remote_address, count(*) AS sessions FROM inside GROUP BY 1, 2, 3) d
                         CROSS JOIN LATERAL door_quotas(d.node, d.listener, d.remote_address) q
                GROUP BY 1, 2, 3
                UNION ALL
                SELECT q.scope, q.rule, q.subject, sum(d.sessions)
                FROM (SELECT host, account, count(*) AS sessions FROM inside WHERE num_nonnulls(host, account) > 0
                      GROUP BY 1, 2) d
                         CROSS JOIN LATERAL claim_quotas(d.host, d.account) q
                GROUP BY 1, 2, 3
            )
            SELECT q.scope, q.rule, coalesce(nullif(u.subject, ''), q.subject, text(q.network)) AS subject, q.max_sessions,
                   coalesce(u.held, 0) AS held, u.subjects, u."full", u.above
            FROM quota q
                     CROSS JOIN LATERAL (SELECT (array_agg(m.subject ORDER BY m.held DESC, m.subject))[1] AS subject,
                                                max(m.held) AS held, count(*) AS subjects,
                                                count(*) FILTER (WHERE m.held >= q.max_sessions) AS "full",
                                                count(*) FILTER (WHERE m.held > q.max_sessions) AS above
                                         FROM met m WHERE m.scope = q.scope AND m.rule = q.rule) u
            WHERE q.max_sessions IS NOT NULL
            ORDER BY q.rule <> 'limits',
                     array_position(ARRAY ['CLUSTER', 'LISTENER', 'NODE', 'HOST', 'NETWORK', 'GROUP', 'ADDRESS', 'ACCOUNT'], q.scope),
                     q.rule"""
            .formatted(LIVE);

    private final Session database;

    Usage(Session database) {
        this.database = database;
    }

    LimitsUsageView now() {
        database.flush();
        long sessions = database.createNativeQuery("SELECT count(*) FROM session s WHERE " + LIVE, Long.class)
                .getSingleResult();
        List<LimitUsage> items = database.createNativeQuery(QUERY, Object[].class).getResultStream().map(Usage::of).toList();
        return new LimitsUsageView(sessions, items, items.size());
    }

    private static LimitUsage of(Object[] row) {
        return new LimitUsage(((String) row[0]).toLowerCase(Locale.ROOT), (String) row[1], (String) row[2],
                ((Number) row[3]).intValue(), count(row[4]), count(row[5]), count(row[6]), count(row[7]));
    }

    private static long count(Object value) {
        return ((Number) value).longValue();
    }
}
