-- The quota tree, maintenance in windows, protection from abuse: what operators set, and the functions that decide by it.
-- Replaces settle, rejoin_node and beat.

-- Who belongs together.

CREATE TABLE account_group (
    name       text PRIMARY KEY,
    created_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE account_group IS 'Accounts that share a pool of sessions, or a maintenance.';
ALTER TABLE account ADD COLUMN group_name text REFERENCES account_group (name);
CREATE INDEX account_group_name ON account (group_name) WHERE group_name IS NOT NULL;

CREATE TABLE virtual_host (
    name       text PRIMARY KEY CHECK (name = lower(name)),
    created_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE virtual_host IS 'Names that a client may give with HOST (RFC 7151).';

-- What operators set grows by one version with each change, and every node hears of it.

CREATE TABLE configuration (
    id      smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
    version bigint NOT NULL DEFAULT 1
);
INSERT INTO configuration DEFAULT VALUES;

CREATE FUNCTION configuration_changed() RETURNS trigger
    LANGUAGE plpgsql AS
$$
BEGIN
    UPDATE configuration SET version = version + 1;
    PERFORM pg_notify('drawbridge', 'configuration-changed');
    RETURN NULL;
END
$$;

-- Limits: the defaults in their one row, and rules for particular parts of the world.

ALTER TABLE limits
    ADD COLUMN connections_per_minute             integer CHECK (connections_per_minute > 0),
    ADD COLUMN connections_per_minute_per_address integer CHECK (connections_per_minute_per_address > 0),
    ADD COLUMN connections_per_minute_per_account integer CHECK (connections_per_minute_per_account > 0),
    ADD COLUMN evict text NOT NULL DEFAULT 'NONE' CHECK (evict IN ('NONE', 'OLDEST', 'IDLE'));
COMMENT ON COLUMN limits.evict IS 'Who must go when a limit is lowered below what is held.';

CREATE TABLE limit_rule (
    name                   text PRIMARY KEY,
    scope                  text        NOT NULL,
    subject                text,
    network                cidr,
    members_of             text REFERENCES account_group (name),
    max_sessions           integer CHECK (max_sessions >= 0),
    connections_per_minute integer CHECK (connections_per_minute > 0),
    evict                  text        NOT NULL DEFAULT 'NONE' CHECK (evict IN ('NONE', 'OLDEST', 'IDLE')),
    version                bigint      NOT NULL DEFAULT 1,
    changed_by             text        NOT NULL,
    changed_at             timestamptz NOT NULL,
    UNIQUE NULLS NOT DISTINCT (scope, subject, network, members_of),
    CHECK (CASE scope
               WHEN 'LISTENER' THEN network IS NULL AND members_of IS NULL
               WHEN 'HOST' THEN network IS NULL AND members_of IS NULL
               WHEN 'NODE' THEN network IS NULL AND members_of IS NULL
               WHEN 'GROUP' THEN network IS NULL AND members_of IS NULL
               WHEN 'NETWORK' THEN subject IS NULL AND members_of IS NULL
               WHEN 'ADDRESS' THEN subject IS NULL AND members_of IS NULL AND network IS NOT NULL
                   AND (family(network) = 4 OR masklen(network) <= 64)
               WHEN 'ACCOUNT' THEN network IS NULL AND num_nonnulls(subject, members_of) = 1
               ELSE false
           END)
);
COMMENT ON COLUMN limit_rule.subject IS 'The listener, host, node, account or group that it is for; null: each of them, which a rule for a particular one overrides.';
COMMENT ON COLUMN limit_rule.network IS 'NETWORK: all of its addresses together; null: each /24 of IPv4 and each /48 of IPv6, which a rule for a particular one overrides. ADDRESS: each of its addresses.';
COMMENT ON COLUMN limit_rule.members_of IS 'ACCOUNT: each account of this group.';

CREATE TABLE reserve (
    name       text PRIMARY KEY,
    sessions   integer     NOT NULL CHECK (sessions > 0),
    networks   cidr[]      NOT NULL DEFAULT '{}',
    accounts   text[]      NOT NULL DEFAULT '{}',
    version    bigint      NOT NULL DEFAULT 1,
    changed_by text        NOT NULL,
    changed_at timestamptz NOT NULL
);
COMMENT ON TABLE reserve IS 'Places that are kept free for some: others are turned away while they are the last ones.';

-- Maintenance: the flag of before, and windows. PostgreSQL knows no recurrence rules: whoever writes a window also writes when
-- it opens, for some weeks ahead, and the nodes go on with that.

CREATE TABLE maintenance_window (
    name                text PRIMARY KEY,
    scope               text        NOT NULL CHECK (scope IN ('CLUSTER', 'LISTENER', 'HOST', 'GROUP', 'NODE')),
    subject             text,
    mode                text        NOT NULL CHECK (mode IN ('ANNOUNCE', 'REFUSE', 'DRAIN', 'DISCONNECT')),
    starts_at           timestamptz NOT NULL,
    ends_at             timestamptz CHECK (ends_at > starts_at),
    recurrence          text,
    time_zone           text        NOT NULL DEFAULT 'UTC',
    drain_seconds       integer CHECK (drain_seconds >= 0),
    reason              text        NOT NULL DEFAULT '',
    messages            jsonb       NOT NULL DEFAULT '{}',
    retry_after_seconds integer CHECK (retry_after_seconds >= 0),
    exempt_networks     cidr[]      NOT NULL DEFAULT '{}',
    exempt_accounts     text[]      NOT NULL DEFAULT '{}',
    known_until         timestamptz NOT NULL DEFAULT 'infinity',
    version             bigint      NOT NULL DEFAULT 1,
    changed_by          text        NOT NULL,
    changed_at          timestamptz NOT NULL,
    CHECK ((scope = 'CLUSTER') = (subject IS NULL)),
    CHECK (recurrence IS NULL OR ends_at IS NOT NULL)
);
COMMENT ON COLUMN maintenance_window.ends_at IS 'Of the first time it opens; null: until it is taken away.';
COMMENT ON COLUMN maintenance_window.recurrence IS 'RFC 5545 §3.3.10, in time_zone; null: once.';
COMMENT ON COLUMN maintenance_window.drain_seconds IS 'DRAIN: how long transfers may go on; null: to the end of the window.';
COMMENT ON COLUMN maintenance_window.messages IS 'Template by language; {reason}, {until} and {retryAfter} are filled in.';
COMMENT ON COLUMN maintenance_window.known_until IS 'Up to when maintenance_occurrence has been written.';

CREATE TABLE maintenance_occurrence (
    window_name text        NOT NULL REFERENCES maintenance_window (name) ON DELETE CASCADE,
    starts_at   timestamptz NOT NULL,
    ends_at     timestamptz NOT NULL,
    PRIMARY KEY (window_name, starts_at)
);
CREATE INDEX maintenance_occurrence_ends_at ON maintenance_occurrence (ends_at);

-- Abuse.

CREATE TABLE access_rule (
    network    cidr PRIMARY KEY,
    access     text        NOT NULL CHECK (access IN ('ALLOW', 'DENY')),
    comment    text        NOT NULL DEFAULT '',
    version    bigint      NOT NULL DEFAULT 1,
    changed_by text        NOT NULL DEFAULT 'installation',
    changed_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE access_rule IS 'The most particular one decides. DENY: turned away. ALLOW: let in as limits say, and never banned.';
CREATE INDEX access_rule_network ON access_rule USING gist (network inet_ops);
INSERT INTO access_rule (network, access, comment)
VALUES ('127.0.0.0/8', 'ALLOW', 'this machine'), ('::1/128', 'ALLOW', 'this machine');

CREATE TABLE protection (
    id                smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
    enabled           boolean          NOT NULL DEFAULT true,
    threshold         integer          NOT NULL DEFAULT 200 CHECK (threshold > 0),
    half_life_seconds integer          NOT NULL DEFAULT 600 CHECK (half_life_seconds > 0),
    ban_seconds       integer          NOT NULL DEFAULT 600 CHECK (ban_seconds > 0),
    max_ban_seconds   integer          NOT NULL DEFAULT 86400 CHECK (max_ban_seconds >= ban_seconds),
    failed_login      integer          NOT NULL DEFAULT 10 CHECK (failed_login >= 0),
    bad_command       integer          NOT NULL DEFAULT 2 CHECK (bad_command >= 0),
    data_port_stranger integer         NOT NULL DEFAULT 10 CHECK (data_port_stranger >= 0),
    refusal           integer          NOT NULL DEFAULT 1 CHECK (refusal >= 0),
    version           bigint           NOT NULL DEFAULT 1,
    changed_by        text             NOT NULL DEFAULT 'installation',
    changed_at        timestamptz      NOT NULL DEFAULT now()
);
COMMENT ON TABLE protection IS 'What offences count, and from which score on an address is banned. Scores halve with each half-life.';
INSERT INTO protection DEFAULT VALUES;

CREATE TABLE abuse (
    source    cidr PRIMARY KEY,
    score     float8      NOT NULL,
    scored_at timestamptz NOT NULL
);
CREATE INDEX abuse_scored_at ON abuse (scored_at);
COMMENT ON COLUMN abuse.score IS 'At scored_at; it has decayed since.';

CREATE TABLE ban (
    network   cidr PRIMARY KEY,
    since     timestamptz NOT NULL,
    until     timestamptz NOT NULL,
    times     integer     NOT NULL DEFAULT 1,
    reason    text        NOT NULL,
    banned_by text        NOT NULL
);
COMMENT ON COLUMN ban.times IS 'How often in a row: each ban is twice as long as the one before. A ban that has ended is remembered for a while.';
CREATE INDEX ban_network ON ban USING gist (network inet_ops);

DO
$$
DECLARE
    v_table text;
BEGIN
    FOREACH v_table IN ARRAY ARRAY ['account', 'account_group', 'virtual_host', 'limits', 'limit_rule', 'reserve', 'maintenance',
        'maintenance_window', 'access_rule', 'protection', 'ban'] LOOP
        EXECUTE format('CREATE TRIGGER configuration_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON %I'
                       ' FOR EACH STATEMENT EXECUTE FUNCTION configuration_changed()', v_table);
    END LOOP;
END
$$;

-- Who holds the lock and then says nothing, because it has stopped or cannot be heard, loses it: the whole cluster waits.
CREATE OR REPLACE FUNCTION lock_the_door() RETURNS void
    LANGUAGE sql AS
$$
SELECT set_config('idle_in_transaction_session_timeout', '2s', true);
SELECT pg_advisory_xact_lock(421, 220)
$$;

-- The world as the limits see it.

-- What counts as one address: one of IPv4, and a /64 of IPv6, of which a single machine has all.
CREATE FUNCTION source_of(p_address inet) RETURNS cidr
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$
SELECT network(set_masklen(p_address, CASE family(p_address) WHEN 4 THEN 32 ELSE 64 END))
$$;

ALTER TABLE session
    ADD COLUMN listener         text    NOT NULL DEFAULT 'ftp',
    ADD COLUMN host             text,
    ADD COLUMN source           cidr    NOT NULL GENERATED ALWAYS AS (source_of(remote_address)) STORED,
    ADD COLUMN reserve          text,
    ADD COLUMN provisional      boolean NOT NULL DEFAULT false,
    ADD COLUMN eviction         text,
    ADD COLUMN eviction_subject text,
    ADD COLUMN eviction_limit   integer,
    ADD COLUMN announced        text;
COMMENT ON COLUMN session.reserve IS 'Whose reserved place it has; null: one of the places for all.';
COMMENT ON COLUMN session.provisional IS 'It may log in as someone who has a reserved place, and goes if it does not.';
COMMENT ON COLUMN session.eviction IS 'The reason for which its node is to close it.';
DROP INDEX session_remote_address;
CREATE INDEX session_remote_address ON session USING spgist (remote_address);
CREATE INDEX session_source ON session (source);

ALTER TABLE node
    ADD COLUMN lease                 interval NOT NULL DEFAULT interval '12 s',
    ADD COLUMN configuration_version bigint   NOT NULL DEFAULT 0,
    ADD COLUMN waiting               integer  NOT NULL DEFAULT 0;
COMMENT ON COLUMN node.configuration_version IS 'What it has read last.';
COMMENT ON COLUMN node.waiting IS 'How many clients wait there for a place.';

ALTER TABLE refusal
    ADD COLUMN subject text,
    ADD COLUMN rule    text;
COMMENT ON COLUMN refusal.rule IS 'The limit rule or window that refused; null when it was none.';
CREATE INDEX refusal_reason ON refusal (reason, refused_at);
CREATE INDEX refusal_remote_address ON refusal (remote_address, refused_at);

-- The connections of a minute, as a bucket that is filled one by one and drains within a minute. Nothing is lost when it is lost.
CREATE UNLOGGED TABLE connection_rate (
    scope    text        NOT NULL,
    subject  text        NOT NULL,
    empty_at timestamptz NOT NULL,
    PRIMARY KEY (scope, subject)
);
CREATE INDEX connection_rate_empty_at ON connection_rate (empty_at);

CREATE VIEW quota AS
SELECT 'CLUSTER' AS scope, NULL::text AS subject, NULL::cidr AS network, NULL::text AS members_of,
       max_sessions, connections_per_minute, evict, 'limits' AS rule
FROM limits
UNION ALL
SELECT 'ADDRESS', NULL, NULL, NULL, max_sessions_per_address, connections_per_minute_per_address, evict, 'limits' FROM limits
UNION ALL
SELECT 'ACCOUNT', NULL, NULL, NULL, max_sessions_per_account, connections_per_minute_per_account, evict, 'limits' FROM limits
UNION ALL
SELECT scope, subject, network, members_of, max_sessions, connections_per_minute, evict, name FROM limit_rule;

-- The limits that a connection meets at the door, each with what it counts; in each scope the most particular rule, but every
-- network that the address is part of.
CREATE FUNCTION door_quotas(p_node text, p_listener text, p_address inet)
    RETURNS TABLE (scope text, subject text, rule text, max_sessions integer, connections_per_minute integer, evict text)
    LANGUAGE sql STABLE AS
$$
SELECT q.scope,
       CASE q.scope WHEN 'CLUSTER' THEN ''
                    WHEN 'LISTENER' THEN p_listener
                    WHEN 'NODE' THEN p_node
                    ELSE CASE family(p_address) WHEN 4 THEN host(p_address) ELSE text(source_of(p_address)) END
       END,
       q.rule, q.max_sessions, q.connections_per_minute, q.evict
FROM (SELECT DISTINCT ON (a.scope) a.*
      FROM quota a
      WHERE CASE a.scope WHEN 'CLUSTER' THEN true
                         WHEN 'LISTENER' THEN a.subject IS NULL OR a.subject = p_listener
                         WHEN 'NODE' THEN a.subject IS NULL OR a.subject = p_node
                         WHEN 'ADDRESS' THEN a.network IS NULL OR a.network >>= p_address
                         ELSE false
            END
      ORDER BY a.scope, a.subject NULLS LAST, masklen(a.network) DESC NULLS LAST) q
WHERE num_nonnulls(q.max_sessions, q.connections_per_minute) > 0
UNION ALL
SELECT 'NETWORK', text(q.pool), q.rule, q.max_sessions, q.connections_per_minute, q.evict
FROM (SELECT DISTINCT ON (p.pool) p.pool, a.*
      FROM quota a
               CROSS JOIN LATERAL (SELECT coalesce(a.network, network(set_masklen(p_address, CASE family(p_address) WHEN 4 THEN 24
                                                                                              ELSE 48 END)))) AS p (pool)
      WHERE a.scope = 'NETWORK' AND p.pool >>= p_address
      ORDER BY p.pool, a.network NULLS LAST) q
WHERE num_nonnulls(q.max_sessions, q.connections_per_minute) > 0
$$;

-- The limits that a client meets when it says what it is: with HOST, with PASS. What it has not said is null.
CREATE FUNCTION claim_quotas(p_host text, p_account text)
    RETURNS TABLE (scope text, subject text, rule text, max_sessions integer, connections_per_minute integer, evict text)
    LANGUAGE sql STABLE AS
$$
SELECT q.scope,
       CASE q.scope WHEN 'HOST' THEN p_host WHEN 'ACCOUNT' THEN p_account ELSE q.group_name END,
       q.rule, q.max_sessions, q.connections_per_minute, q.evict
FROM (SELECT DISTINCT ON (a.scope) a.*, m.group_name
      FROM quota a LEFT JOIN account m ON m.name = p_account
      WHERE CASE a.scope WHEN 'HOST' THEN p_host IS NOT NULL AND (a.subject IS NULL OR a.subject = p_host)
                         WHEN 'ACCOUNT' THEN p_account IS NOT NULL
                             AND (a.subject = p_account OR a.members_of = m.group_name
                                 OR a.subject IS NULL AND a.members_of IS NULL)
                         WHEN 'GROUP' THEN m.group_name IS NOT NULL AND (a.subject IS NULL OR a.subject = m.group_name)
                         ELSE false
            END
      ORDER BY a.scope, a.subject NULLS LAST, a.members_of NULLS LAST) q
WHERE num_nonnulls(q.max_sessions, q.connections_per_minute) > 0
$$;

-- How many sessions count against a limit: one row. (A function of rows is made part of the statement that asks; one of a value
-- would be called for each limit.)
CREATE FUNCTION held_in(p_scope text, p_subject text) RETURNS TABLE (held bigint)
    LANGUAGE sql STABLE AS
$$
SELECT CASE p_scope
           WHEN 'CLUSTER' THEN (SELECT count(*) FROM session)
           WHEN 'LISTENER' THEN (SELECT count(*) FROM session WHERE listener = p_subject)
           WHEN 'HOST' THEN (SELECT count(*) FROM session WHERE host = p_subject)
           WHEN 'NODE' THEN (SELECT count(*) FROM session WHERE node = p_subject)
           WHEN 'ADDRESS' THEN (SELECT count(*) FROM session WHERE source = source_of(p_subject::inet))
           WHEN 'NETWORK' THEN (SELECT count(*) FROM session WHERE remote_address <<= p_subject::inet)
           WHEN 'ACCOUNT' THEN (SELECT count(*) FROM session WHERE account = p_subject)
           WHEN 'GROUP' THEN (SELECT count(*) FROM session s JOIN account a ON a.name = s.account WHERE a.group_name = p_subject)
       END
$$;

-- Maintenance.

CREATE VIEW maintenance_period AS
SELECT 'maintenance' AS name, 'CLUSTER' AS scope, NULL::text AS subject, 'REFUSE' AS mode,
       '-infinity'::timestamptz AS starts_at, 'infinity'::timestamptz AS ends_at, NULL::timestamptz AS drain_until,
       '' AS reason, jsonb_build_object('en', message) AS messages, retry_after_seconds,
       '{}'::cidr[] AS exempt_networks, '{}'::text[] AS exempt_accounts
FROM maintenance WHERE enabled
UNION ALL
SELECT w.name, w.scope, w.subject, w.mode, o.starts_at, o.ends_at, o.starts_at + make_interval(secs => w.drain_seconds),
       w.reason, w.messages, w.retry_after_seconds, w.exempt_networks, w.exempt_accounts
FROM maintenance_window w JOIN maintenance_occurrence o ON o.window_name = w.name;

-- What applies to a client at a moment, the strictest first. p_account is null while it is not known: then a window that exempts
-- accounts does not apply yet, because the client may turn out to be one of them.
CREATE FUNCTION maintenance_of(p_node text, p_listener text, p_host text, p_address inet, p_account text, p_at timestamptz)
    RETURNS SETOF maintenance_period
    LANGUAGE sql STABLE AS
$$
SELECT m.*
FROM maintenance_period m
WHERE m.starts_at <= p_at AND p_at < m.ends_at
  AND CASE m.scope WHEN 'CLUSTER' THEN true
                   WHEN 'LISTENER' THEN m.subject = p_listener
                   WHEN 'HOST' THEN m.subject = p_host
                   WHEN 'NODE' THEN m.subject = p_node
                   ELSE m.subject = (SELECT a.group_name FROM account a WHERE a.name = p_account)
      END
  AND NOT p_address <<= ANY (m.exempt_networks)
  AND CASE WHEN p_account IS NULL THEN cardinality(m.exempt_accounts) = 0 ELSE p_account <> ALL (m.exempt_accounts) END
ORDER BY array_position(ARRAY ['DISCONNECT', 'DRAIN', 'REFUSE', 'ANNOUNCE'], m.mode), m.ends_at DESC, m.name
$$;

CREATE FUNCTION message_in(p_messages jsonb, p_language text) RETURNS text
    LANGUAGE sql IMMUTABLE AS
$$
SELECT coalesce(p_messages ->> p_language, p_messages ->> 'en', '')
$$;

-- When to come back after a maintenance: what the operator said, or its end; null when nobody knows.
CREATE FUNCTION retry_after(p_said integer, p_until timestamptz, p_now timestamptz) RETURNS bigint
    LANGUAGE sql IMMUTABLE AS
$$
SELECT coalesce(p_said, CASE WHEN p_until < 'infinity' THEN greatest(1, ceil(extract(epoch FROM p_until - p_now)))::bigint END)
$$;

-- Abuse.

-- The most particular rule for an address; no row when there is none.
CREATE FUNCTION access_of(p_address inet) RETURNS SETOF access_rule
    LANGUAGE sql STABLE AS
$$
SELECT r.* FROM access_rule r WHERE r.network >>= p_address ORDER BY masklen(r.network) DESC LIMIT 1
$$;

-- The ban of an address that lasts longest; no row when there is none. Whoever is allowed is let in all the same.
CREATE FUNCTION ban_of(p_address inet, p_at timestamptz) RETURNS SETOF ban
    LANGUAGE sql STABLE AS
$$
SELECT b.* FROM ban b WHERE b.network >>= p_address AND b.until > p_at ORDER BY b.until DESC LIMIT 1
$$;

-- Has the sessions closed that are inside banned networks, but not of those who are allowed. Returns the nodes that run them.
CREATE FUNCTION evict_banned(p_networks cidr[]) RETURNS SETOF text
    LANGUAGE plpgsql AS
$$
BEGIN
    PERFORM lock_the_door();
    RETURN QUERY
        WITH evicted AS (
            UPDATE session s SET eviction = 'BANNED', eviction_subject = text(b.network)
            FROM unnest(p_networks) AS b (network)
            WHERE s.remote_address <<= b.network
              AND NOT EXISTS (SELECT FROM access_of(s.remote_address) r WHERE r.access = 'ALLOW')
            RETURNING s.node
        )
        SELECT DISTINCT e.node FROM evicted e;
END
$$;

-- Adds up offences of addresses and bans those that are over the threshold; their sessions are closed.
-- Whoever changes what operators see and what is inside does it in this order: scores, the configuration, bans; the door's lock
-- comes last.
CREATE FUNCTION score(p_addresses inet[], p_offences text[], p_counts integer[]) RETURNS void
    LANGUAGE plpgsql AS
$$
DECLARE
    v_protection protection%ROWTYPE;
    v_now        timestamptz := clock_timestamp();
    v_offender   record;
    v_banned     cidr[] := '{}';
BEGIN
    SELECT * INTO STRICT v_protection FROM protection;
    IF NOT v_protection.enabled THEN
        RETURN;
    END IF;
    -- All scores before the first ban: who has changed the configuration waits for no score.
    FOR v_offender IN
        WITH offender AS (
            SELECT source_of(o.address) AS source, string_agg(DISTINCT lower(replace(o.offence, '_', ' ')), ', ') AS offences,
                   sum(o.count * CASE o.offence WHEN 'FAILED_LOGIN' THEN v_protection.failed_login
                                                WHEN 'BAD_COMMAND' THEN v_protection.bad_command
                                                WHEN 'DATA_PORT_STRANGER' THEN v_protection.data_port_stranger
                                                WHEN 'REFUSAL' THEN v_protection.refusal
                                 END) AS points
            FROM unnest(p_addresses, p_offences, p_counts) AS o (address, offence, count)
                     LEFT JOIN LATERAL access_of(o.address) r ON true
            WHERE r.access IS DISTINCT FROM 'ALLOW'
              AND NOT EXISTS (SELECT FROM ban b WHERE b.network >>= o.address AND b.until > v_now)
            GROUP BY 1
        ), scored AS (
            INSERT INTO abuse AS a (source, score, scored_at)
            SELECT o.source, o.points, v_now FROM offender o ORDER BY o.source
            ON CONFLICT (source) DO UPDATE
                -- After so many half-lives nothing is left, and a smaller number than that would be an error.
                SET score = a.score * 0.5 ^ least(100, greatest(0, extract(epoch FROM v_now - a.scored_at))
                                                       / v_protection.half_life_seconds)
                            + excluded.score,
                    scored_at = v_now
            RETURNING source, score
        )
        SELECT s.source, o.offences FROM scored s JOIN offender o ON o.source = s.source
        WHERE s.score >= v_protection.threshold ORDER BY s.source
    LOOP
        DELETE FROM abuse WHERE source = v_offender.source;
        INSERT INTO ban AS b (network, since, until, reason, banned_by)
        VALUES (v_offender.source, v_now, v_now + make_interval(secs => v_protection.ban_seconds), v_offender.offences,
                'protection')
        ON CONFLICT (network) DO UPDATE
            SET since = v_now, times = b.times + 1, reason = excluded.reason, banned_by = excluded.banned_by,
                until = v_now + make_interval(secs => least(v_protection.max_ban_seconds,
                                                            v_protection.ban_seconds * 2.0 ^ least(b.times, 30)));
        v_banned := v_banned || v_offender.source;
    END LOOP;
    IF cardinality(v_banned) > 0 THEN
        PERFORM evict_banned(v_banned);
    END IF;
END
$$;

-- Forgets scores that have decayed, and bans that ended so long ago that the next one is a first one again.
CREATE FUNCTION forget_abuse() RETURNS void
    LANGUAGE plpgsql AS
$$
BEGIN
    DELETE FROM abuse WHERE source IN (
        SELECT a.source FROM abuse a, protection p
        WHERE a.score * 0.5 ^ least(100, greatest(0, extract(epoch FROM now() - a.scored_at)) / p.half_life_seconds) < 1
        FOR UPDATE OF a SKIP LOCKED);
    -- Not for nothing: all nodes hear of it.
    IF EXISTS (SELECT FROM ban b, protection p WHERE b.until < now() - make_interval(secs => 2 * p.max_ban_seconds)) THEN
        PERFORM FROM configuration FOR UPDATE;
        DELETE FROM ban b USING protection p WHERE b.until < now() - make_interval(secs => 2 * p.max_ban_seconds);
    END IF;
END
$$;

-- Who is dead.

-- Whether no node has been heard for half a lease. Then it was the database that could not be heard, or nobody is there: in
-- neither case does the silence of one node mean anything.
CREATE FUNCTION is_silent() RETURNS boolean
    LANGUAGE sql AS
$$
SELECT coalesce(max(lease_until - lease / 2) < clock_timestamp(), false) FROM node
$$;

CREATE OR REPLACE FUNCTION expire_nodes() RETURNS void
    LANGUAGE plpgsql AS
$$
BEGIN
    IF is_silent() THEN
        RETURN;
    END IF;
    DELETE FROM node WHERE lease_until < clock_timestamp();
    IF FOUND THEN
        DELETE FROM node_ledger l WHERE NOT EXISTS (SELECT FROM node n WHERE n.name = l.node);
        DELETE FROM session s WHERE NOT EXISTS (SELECT FROM node n WHERE n.name = s.node);
    END IF;
END
$$;

-- The first one is heard after a silence. The others may not have been able to renew their leases either: they have this part of
-- one from now on, so that the sessions they run keep their places.
CREATE FUNCTION end_silence(p_part float8) RETURNS void
    LANGUAGE plpgsql AS
$$
BEGIN
    IF is_silent() THEN
        UPDATE node SET lease_until = greatest(lease_until, clock_timestamp() + lease * p_part);
    END IF;
END
$$;

CREATE OR REPLACE FUNCTION register_node(p_node text, p_run uuid, p_starting boolean, p_started_at timestamptz, p_lease interval)
    RETURNS bigint
    LANGUAGE plpgsql AS
$$
DECLARE
    v_epoch bigint;
BEGIN
    PERFORM lock_the_door();
    -- A program that has just started knows of no silence. A few beats are enough for those who are alive.
    PERFORM end_silence(0.25);
    PERFORM expire_nodes();
    IF NOT p_starting AND EXISTS (SELECT FROM node WHERE name = p_node AND run <> p_run) THEN
        RETURN NULL;
    END IF;
    v_epoch := nextval('node_epoch');
    DELETE FROM session WHERE node = p_node;
    INSERT INTO node (name, epoch, run, started_at, lease_until, lease)
    VALUES (p_node, v_epoch, p_run, p_started_at, clock_timestamp() + p_lease, p_lease)
    ON CONFLICT (name) DO UPDATE
        SET epoch = excluded.epoch, run = excluded.run, started_at = excluded.started_at, lease_until = excluded.lease_until,
            lease = excluded.lease;
    INSERT INTO node_ledger (node, epoch)
    VALUES (p_node, v_epoch)
    ON CONFLICT (node) DO UPDATE SET epoch = excluded.epoch, batch = 0;
    RETURN v_epoch;
END
$$;

-- The decision.

DROP FUNCTION rejoin_node(text, uuid, timestamptz, interval, uuid[], inet[], timestamptz[], text[]);
DROP FUNCTION settle(text, bigint, bigint, boolean, uuid[], uuid[], inet[], timestamptz[], uuid[], text[]);
DROP FUNCTION beat(text, bigint, interval, uuid[], text[], timestamptz[], bigint[], bigint[]);

-- Settles one batch of a node's departures, arrivals and claims, in this order.
--
-- Exact, because of the lock: one after the other, an arrival is admitted if every limit that it meets has room, counting those
-- before it in the batch; then it takes a place in all of them, else in none. A claim is a session that says what it is, with
-- HOST or PASS, and meets the limits of that.
--
-- Reserved places: whoever a reserve is for takes one of its places as long as there are any. Others are let in only
-- while more places are free, in the cluster, the listener, the host and the node, than reserved ones are unused. A reserve for
-- accounts may be used before it is known who comes; whoever then turns out to be another one needs a place for all.
--
-- p_batch: grows with each call of a node, also when it calls again because it has heard no answer. A call that was held up on
-- its way and comes after a later one is an error: what it would admit has been given up.
--
-- p_rejoining: the arrivals are sessions that run already (see rejoin_node), with what they have claimed. They count against the
-- limits, but what is for newcomers (maintenance, bans, connections per minute) does not turn them out.
--
-- p_capacity: as many sessions as the node can hold; null for no bound.
--
-- A claim of an account that was disabled or deleted since its password was checked is ACCOUNT_GONE: whoever disabled it
-- has kicked the sessions that were counted then, and this one was not yet.
--
-- Returns a row for each arrival and each claim, in no order: ADMITTED or the reason against it, with whose limit it is, the
-- limit, how many were counted against it at that moment, the rule or window, its words, and how long it still lasts; or one
-- row of verdict NOT_REGISTERED with no session, when the epoch is not the node's: then only the departures were settled.
CREATE FUNCTION settle(p_node text, p_epoch bigint, p_batch bigint, p_rejoining boolean, p_capacity integer, p_language text,
                       p_departed uuid[],
                       p_arrived uuid[], p_listeners text[], p_addresses inet[], p_connected_at timestamptz[],
                       p_hosts text[], p_accounts text[],
                       p_claimed uuid[], p_claimed_hosts text[], p_claimed_accounts text[])
    RETURNS TABLE (session_id uuid, verdict text, subject text, allowed integer, held bigint, rule text,
                   reason text, message text, until timestamptz, retry_after_seconds bigint)
    LANGUAGE plpgsql
    -- A batch is small, and the planner does not know it: compiling would take longer than all the rest.
    SET jit = off
    SET enable_nestloop = off AS
$$
#variable_conflict use_column
DECLARE
    c_minute     CONSTANT float8 := 60;
    -- Of one connection of a minute: what adding up fractions of a minute may lose.
    c_tolerance  CONSTANT float8 := 1e-6;
    v_now        timestamptz;
    v_recovering boolean;
    -- Limits that this batch meets, each at its place.
    v_scopes     text[];
    v_subjects   text[];
    v_rules      text[];
    v_max        integer[];
    v_rates      integer[];
    v_held       bigint[];
    -- Seconds from now until what has come in this minute is forgotten.
    v_drains     float8[];
    v_pool       boolean[];
    -- Reserves, each at its place; one that was made smaller may have less than nothing free.
    v_reserves   text[];
    v_free       integer[];
    v_unused     bigint;
    v_one        record;
    v_had        integer;
    v_reserve    integer;
    -- Unused reserved places, with the one that is given back.
    v_kept       bigint;
    v_on_trial   boolean;
    v_capacity   integer;
    v_refused    integer;
    v_too_fast   boolean;
    v_room       bigint;
    i            integer;
    v_admitted   uuid[] := '{}';
    v_in_reserves text[] := '{}';
    v_on_trials  boolean[] := '{}';
BEGIN
    PERFORM lock_the_door();
    v_now := clock_timestamp();
    PERFORM expire_nodes();
    DELETE FROM session WHERE id = ANY (p_departed);
    IF FOUND AND EXISTS (SELECT FROM node WHERE waiting > 0) THEN
        PERFORM pg_notify('drawbridge', 'places-freed');
    END IF;
    IF NOT is_registered(p_node, p_epoch) THEN
        verdict := 'NOT_REGISTERED';
        RETURN NEXT;
        RETURN;
    END IF;
    UPDATE node_ledger SET batch = p_batch WHERE node = p_node AND batch < p_batch;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'batch % of node % comes late', p_batch, p_node;
    END IF;
    IF cardinality(p_arrived) = 0 AND cardinality(p_claimed) = 0 THEN
        RETURN;
    END IF;
    -- After a crash of PostgreSQL: while a live node has not yet written what it holds, the count is too low.
    v_recovering := EXISTS (SELECT FROM node n WHERE NOT EXISTS
        (SELECT FROM node_ledger l WHERE l.node = n.name AND l.epoch = n.epoch));
    -- Who says anew what it is does not stand in its own way.
    UPDATE session s SET host = NULL
    FROM unnest(p_claimed, p_claimed_hosts) AS c (id, host) WHERE s.id = c.id AND c.host IS NOT NULL AND s.host IS NOT NULL;
    UPDATE session s SET account = NULL
    FROM unnest(p_claimed, p_claimed_accounts) AS c (id, account)
    WHERE s.id = c.id AND c.account IS NOT NULL AND s.account IS NOT NULL;

    SELECT coalesce(array_agg(r.name ORDER BY r.name), '{}'),
           coalesce(array_agg((r.sessions - (SELECT count(*) FROM session s WHERE s.reserve = r.name))::integer
                              ORDER BY r.name), '{}')
    INTO v_reserves, v_free FROM reserve r;
    v_unused := coalesce((SELECT sum(greatest(0, f)) FROM unnest(v_free) AS f), 0);

    WITH known AS (
        SELECT m.scope, m.subject, m.rule, m.max_sessions, m.connections_per_minute, h.held,
               coalesce(extract(epoch FROM r.empty_at - v_now)::float8, 0) AS drains
        FROM (SELECT q.* FROM (SELECT a.listener, a.address FROM unnest(p_listeners, p_addresses) AS a (listener, address)
                               UNION
                               SELECT s.listener, s.remote_address FROM session s WHERE s.id = ANY (p_claimed) AND s.provisional) d
                              CROSS JOIN LATERAL door_quotas(p_node, d.listener, d.address) q
              UNION
              SELECT q.* FROM (SELECT DISTINCT a.host, a.account
                               FROM unnest(p_hosts || p_claimed_hosts, p_accounts || p_claimed_accounts) AS a (host, account)) d
                              CROSS JOIN LATERAL claim_quotas(d.host, d.account) q) m
                 CROSS JOIN LATERAL held_in(m.scope, m.subject) h
                 LEFT JOIN connection_rate r ON r.scope = m.scope AND r.subject = m.subject AND r.empty_at > v_now
        UNION ALL
        SELECT 'CAPACITY', p_node, NULL, p_capacity, NULL, h.held, 0 FROM held_in('NODE', p_node) h WHERE p_capacity IS NOT NULL AND NOT p_rejoining
    )
    SELECT array_agg(k.scope), array_agg(k.subject), array_agg(k.rule), array_agg(k.max_sessions),
           array_agg(CASE WHEN NOT p_rejoining THEN k.connections_per_minute END),
           array_agg(k.held), array_agg(k.drains), array_agg(k.scope IN ('CLUSTER', 'LISTENER', 'HOST', 'NODE'))
    INTO v_scopes, v_subjects, v_rules, v_max, v_rates, v_held, v_drains, v_pool
    -- The reason that a client is told is the one nearest to it.
    FROM (SELECT * FROM known ORDER BY array_position(ARRAY ['ACCOUNT', 'ADDRESS', 'GROUP', 'NETWORK', 'HOST', 'NODE',
        'LISTENER', 'CLUSTER', 'CAPACITY'], scope), CASE scope WHEN 'NETWORK' THEN masklen(subject::inet) END DESC) k;
    v_capacity := array_position(v_scopes, 'CAPACITY');

    FOR v_one IN
        WITH candidate AS (
            SELECT a.ord, a.id, true AS arrives, a.listener, a.host, a.host AS at_host, a.address, a.account,
                   NULL::text AS had_reserve, false AS on_trial
            FROM unnest(p_arrived, p_listeners, p_hosts, p_addresses, p_accounts)
                     WITH ORDINALITY AS a (id, listener, host, address, account, ord)
            UNION ALL
            SELECT cardinality(p_arrived) + c.ord, c.id, false, s.listener, c.host, coalesce(c.host, s.host), s.remote_address, c.account,
                   s.reserve, s.provisional
            FROM unnest(p_claimed, p_claimed_hosts, p_claimed_accounts) WITH ORDINALITY AS c (id, host, account, ord)
                     JOIN session s ON s.id = c.id
        ), place AS (
            SELECT l.* FROM unnest(v_scopes, v_subjects) WITH ORDINALITY AS l (scope, subject, place)
        ), at_door AS MATERIALIZED (
            SELECT d.listener, d.address, array_agg(l.place::integer ORDER BY l.place) AS places
            FROM (SELECT DISTINCT listener, address FROM candidate WHERE arrives OR on_trial) d
                     CROSS JOIN LATERAL door_quotas(p_node, d.listener, d.address) q
                     JOIN place l ON l.scope = q.scope AND l.subject = q.subject
            GROUP BY d.listener, d.address
        ), by_claim AS MATERIALIZED (
            SELECT coalesce(d.host, '') AS host, coalesce(d.account, '') AS account, array_agg(l.place::integer ORDER BY l.place) AS places
            FROM (SELECT DISTINCT host, account FROM candidate WHERE num_nonnulls(host, account) > 0) d
                     CROSS JOIN LATERAL claim_quotas(d.host, d.account) q
                     JOIN place l ON l.scope = q.scope AND l.subject = q.subject
            GROUP BY d.host, d.account
        ), judged AS MATERIALIZED (
            SELECT w.*, m.name AS window_name, m.reason, m.messages, m.ends_at, m.retry_after_seconds,
                   b.network AS banned, b.until,
                   r.access,
                   w.account IS NOT NULL AND NOT EXISTS (SELECT FROM account o WHERE o.name = w.account AND o.enabled) AS gone,
                   (SELECT array_agg(v.place::integer ORDER BY v.place)
                    FROM unnest(v_reserves) WITH ORDINALITY AS v (name, place) JOIN reserve r ON r.name = v.name
                    WHERE w.address <<= ANY (r.networks) OR w.account = ANY (r.accounts)) AS own_reserves
            FROM (SELECT DISTINCT arrives, listener, host, at_host, address, account FROM candidate) w
                     LEFT JOIN LATERAL (SELECT * FROM maintenance_of(p_node, w.listener, w.at_host, w.address, w.account, v_now) x
                                        WHERE NOT p_rejoining AND x.mode <> 'ANNOUNCE'
                                          -- Who was let in at the door is asked only what could not be asked there.
                                          AND (w.arrives OR x.scope IN ('HOST', 'GROUP') OR cardinality(x.exempt_accounts) > 0)
                                        LIMIT 1) m ON true
                     LEFT JOIN LATERAL (SELECT * FROM access_of(w.address) WHERE w.arrives AND NOT p_rejoining) r ON true
                     LEFT JOIN LATERAL (SELECT * FROM ban_of(w.address, v_now) WHERE w.arrives AND NOT p_rejoining) b ON true
        )
        SELECT c.ord, c.id, c.arrives, c.address, c.account, c.had_reserve, c.on_trial, j.window_name, j.reason, j.messages, j.ends_at,
               j.retry_after_seconds, j.banned, j.until, j.access, j.gone, j.own_reserves,
               coalesce(l.places, '{}')
                   || CASE WHEN c.arrives THEN coalesce(d.places, '{}') || array_remove(ARRAY [v_capacity], NULL) ELSE '{}' END
                   AS places,
               coalesce(d.places, '{}') AS door_places
        FROM candidate c
                 JOIN judged j ON (j.arrives, j.listener, j.address) = (c.arrives, c.listener, c.address)
                     AND (coalesce(j.host, ''), coalesce(j.at_host, ''), coalesce(j.account, ''))
                         = (coalesce(c.host, ''), coalesce(c.at_host, ''), coalesce(c.account, ''))
                 LEFT JOIN at_door d ON (d.listener, d.address) = (c.listener, c.address)
                 LEFT JOIN by_claim l ON (l.host, l.account) = (coalesce(c.host, ''), coalesce(c.account, ''))
        ORDER BY c.ord
    LOOP
        session_id := v_one.id;
        subject := NULL; allowed := NULL; held := NULL; rule := NULL; reason := NULL; message := NULL; until := NULL;
        retry_after_seconds := NULL;
        verdict := CASE WHEN v_one.access = 'DENY' THEN 'DENIED'
                        WHEN v_one.banned IS NOT NULL AND v_one.access IS DISTINCT FROM 'ALLOW' THEN 'BANNED'
                        WHEN v_one.window_name IS NOT NULL THEN 'MAINTENANCE'
                        WHEN v_one.gone THEN 'ACCOUNT_GONE'
                        WHEN v_recovering AND NOT p_rejoining AND v_one.arrives THEN 'RECOVERING'
                   END;
        IF verdict = 'BANNED' THEN
            subject := text(v_one.banned);
            until := v_one.until;
            retry_after_seconds := retry_after(NULL, v_one.until, v_now);
        ELSIF verdict = 'MAINTENANCE' THEN
            rule := v_one.window_name;
            reason := v_one.reason;
            message := message_in(v_one.messages, p_language);
            until := nullif(v_one.ends_at, 'infinity');
            retry_after_seconds := retry_after(v_one.retry_after_seconds, v_one.ends_at, v_now);
        ELSIF verdict = 'DENIED' THEN
            subject := host(v_one.address);
        ELSIF verdict = 'ACCOUNT_GONE' THEN
            subject := v_one.account;
        END IF;
        IF verdict IS NOT NULL THEN
            RETURN NEXT;
            CONTINUE;
        END IF;

        v_had := array_position(v_reserves, v_one.had_reserve);
        v_on_trial := v_one.on_trial AND v_one.account IS NULL;
        v_reserve := v_had;
        v_kept := v_unused;
        IF v_one.on_trial AND NOT v_on_trial AND v_had <> ALL (coalesce(v_one.own_reserves, '{}')) THEN
            -- It is not one that the place was kept for.
            v_reserve := NULL;
            v_kept := v_unused + CASE WHEN v_free[v_had] >= 0 THEN 1 ELSE 0 END;
        END IF;
        IF v_reserve IS NULL THEN
            FOREACH i IN ARRAY coalesce(v_one.own_reserves, '{}') LOOP
                IF v_free[i] > 0 THEN
                    v_reserve := i;
                    EXIT;
                END IF;
            END LOOP;
        END IF;
        v_refused := NULL;
        v_too_fast := false;
        IF v_had IS NOT NULL AND v_reserve IS NULL THEN
            -- It gives back what it had, and stays if there is another place.
            FOREACH i IN ARRAY v_one.door_places LOOP
                IF v_pool[i] AND v_max[i] - (v_held[i] - 1) <= v_kept THEN
                    v_refused := i;
                    EXIT;
                END IF;
            END LOOP;
        END IF;
        IF v_refused IS NULL THEN
            FOREACH i IN ARRAY v_one.places LOOP
                v_room := v_max[i] - v_held[i];
                IF v_room <= 0 THEN
                    v_refused := i;
                    EXIT;
                END IF;
                IF v_pool[i] AND v_reserve IS NULL AND v_room <= v_kept THEN
                    -- Only reserved places are left. Who has not said yet who it is may be one that they are kept for.
                    IF v_one.arrives AND v_one.account IS NULL THEN
                        SELECT v.place INTO v_reserve
                        FROM unnest(v_reserves, v_free) WITH ORDINALITY AS v (name, free, place) JOIN reserve r ON r.name = v.name
                        WHERE v.free > 0 AND cardinality(r.accounts) > 0 ORDER BY v.place LIMIT 1;
                        v_on_trial := v_reserve IS NOT NULL;
                    END IF;
                    IF v_reserve IS NULL THEN
                        v_refused := i;
                        EXIT;
                    END IF;
                END IF;
                IF v_rates[i] IS NOT NULL AND v_drains[i] + c_minute / v_rates[i] > c_minute + c_tolerance THEN
                    v_refused := i;
                    v_too_fast := true;
                    EXIT;
                END IF;
            END LOOP;
        END IF;
        IF v_refused IS NOT NULL THEN
            verdict := CASE WHEN v_refused = v_capacity THEN 'BUSY'
                            ELSE v_scopes[v_refused] || CASE WHEN v_too_fast THEN '_TOO_FAST' ELSE '_FULL' END END;
            subject := v_subjects[v_refused];
            rule := v_rules[v_refused];
            IF v_too_fast THEN
                allowed := v_rates[v_refused];
                retry_after_seconds := greatest(1, ceil(v_drains[v_refused] + c_minute / v_rates[v_refused] - c_minute));
            ELSE
                allowed := v_max[v_refused];
                held := v_held[v_refused];
            END IF;
            RETURN NEXT;
            CONTINUE;
        END IF;
        FOREACH i IN ARRAY v_one.places LOOP
            v_held[i] := v_held[i] + 1;
            IF v_rates[i] IS NOT NULL THEN
                v_drains[i] := v_drains[i] + c_minute / v_rates[i];
            END IF;
        END LOOP;
        IF v_reserve IS DISTINCT FROM v_had THEN
            v_unused := v_kept;
            IF v_had IS NOT NULL THEN
                v_free[v_had] := v_free[v_had] + 1;
            END IF;
            IF v_reserve IS NOT NULL THEN
                v_free[v_reserve] := v_free[v_reserve] - 1;
                v_unused := v_unused - 1;
            END IF;
        END IF;
        v_admitted := v_admitted || v_one.id;
        v_in_reserves := v_in_reserves || v_reserves[v_reserve];
        v_on_trials := v_on_trials || v_on_trial;
        verdict := 'ADMITTED';
        RETURN NEXT;
    END LOOP;

    INSERT INTO session (id, node, listener, host, remote_address, account, connected_at, last_activity_at, reserve, provisional)
    SELECT a.id, p_node, a.listener, a.host, a.address, a.account, a.connected_at, a.connected_at, d.reserve, d.on_trial
    FROM unnest(p_arrived, p_listeners, p_hosts, p_addresses, p_accounts, p_connected_at)
             AS a (id, listener, host, address, account, connected_at)
             JOIN unnest(v_admitted, v_in_reserves, v_on_trials) AS d (id, reserve, on_trial) ON d.id = a.id;
    UPDATE session s
    SET host = coalesce(c.host, s.host), account = coalesce(c.account, s.account), reserve = d.reserve, provisional = d.on_trial
    FROM unnest(p_claimed, p_claimed_hosts, p_claimed_accounts) AS c (id, host, account)
             JOIN unnest(v_admitted, v_in_reserves, v_on_trials) AS d (id, reserve, on_trial) ON d.id = c.id
    WHERE s.id = c.id;
    INSERT INTO connection_rate (scope, subject, empty_at)
    SELECT r.scope, r.subject, v_now + r.drains * interval '1 second'
    FROM unnest(v_scopes, v_subjects, v_rates, v_drains) AS r (scope, subject, rate, drains)
    WHERE r.rate IS NOT NULL AND r.drains > 0
    ON CONFLICT (scope, subject) DO UPDATE SET empty_at = excluded.empty_at;
END
$$;

-- Registers a node anew that has lost its registration, and counts the sessions that it runs again, in the order given: in
-- one transaction, so that nobody ever sees it registered without them. p_hosts and p_accounts hold null for what a session
-- has not claimed.
--
-- Returns the new epoch in a row without session, and a row for each session that has no room and must go; no row at all
-- when another process has taken the name, and then nothing is changed.
CREATE FUNCTION rejoin_node(p_node text, p_run uuid, p_started_at timestamptz, p_lease interval,
                            p_sessions uuid[], p_listeners text[], p_addresses inet[], p_connected_at timestamptz[],
                            p_hosts text[], p_accounts text[])
    RETURNS TABLE (new_epoch bigint, session_id uuid, verdict text, subject text, allowed integer, held bigint, rule text)
    LANGUAGE plpgsql AS
$$
#variable_conflict use_column
DECLARE
    v_epoch bigint := register_node(p_node, p_run, false, p_started_at, p_lease);
BEGIN
    IF v_epoch IS NULL THEN
        RETURN;
    END IF;
    RETURN QUERY SELECT v_epoch, NULL::uuid, NULL::text, NULL::text, NULL::integer, NULL::bigint, NULL::text;
    RETURN QUERY SELECT v_epoch, d.session_id, d.verdict, d.subject, d.allowed, d.held, d.rule
                 FROM settle(p_node, v_epoch, 1, true, NULL, '', '{}', p_sessions, p_listeners, p_addresses, p_connected_at,
                             p_hosts, p_accounts, '{}', '{}', '{}') d
                 WHERE d.verdict <> 'ADMITTED';
END
$$;

-- A node's heartbeat: renews its lease, says how many clients wait there and that it runs the configuration of now, and writes
-- what its sessions did since the last one.
--
-- Returns first CONFIGURATION, with its version as held, and as allowed how many places the node may give away should it lose
-- the database (null: no bound; 0 when a maintenance keeps newcomers out). Then what is to be done with its sessions: KICKED by an
-- administrator (message); EVICTED for a reason (rule) with whose limit and which; ANNOUNCE, once for each session, DRAIN and
-- DISCONNECT, for a window (rule). Or it returns one row of NOT_REGISTERED, when the epoch is not the node's.
CREATE FUNCTION beat(p_node text, p_epoch bigint, p_lease interval, p_waiting integer, p_language text,
                     p_sessions uuid[], p_states text[], p_last_activity_at timestamptz[],
                     p_bytes_received bigint[], p_bytes_sent bigint[])
    RETURNS TABLE (session_id uuid, action text, subject text, allowed integer, held bigint, rule text,
                   reason text, message text, until timestamptz, retry_after_seconds bigint)
    LANGUAGE plpgsql
    SET jit = off AS
$$
#variable_conflict use_column
DECLARE
    v_now timestamptz;
BEGIN
    PERFORM lock_the_door();
    v_now := clock_timestamp();
    -- It has been there all the time, so it was the database that could not be heard.
    PERFORM end_silence(1);
    PERFORM expire_nodes();
    IF NOT is_registered(p_node, p_epoch) THEN
        RETURN QUERY SELECT NULL::uuid, 'NOT_REGISTERED', NULL::text, NULL::integer, NULL::bigint, NULL::text, NULL::text,
                            NULL::text, NULL::timestamptz, NULL::bigint;
        RETURN;
    END IF;
    UPDATE node SET lease_until = v_now + p_lease, waiting = p_waiting, configuration_version = (SELECT version FROM configuration)
    WHERE name = p_node;
    UPDATE session s
    SET state = a.state, last_activity_at = a.last_activity_at,
        bytes_received = a.bytes_received, bytes_sent = a.bytes_sent
    FROM unnest(p_sessions, p_states, p_last_activity_at, p_bytes_received, p_bytes_sent)
        AS a (id, state, last_activity_at, bytes_received, bytes_sent)
    WHERE s.id = a.id;
    DELETE FROM connection_rate WHERE empty_at < v_now;

    RETURN QUERY SELECT NULL::uuid, 'CONFIGURATION', NULL::text,
                        CASE WHEN EXISTS (SELECT FROM maintenance_period m
                                          WHERE m.mode <> 'ANNOUNCE' AND m.starts_at <= v_now AND v_now < m.ends_at
                                            AND (m.scope IN ('CLUSTER', 'LISTENER') OR m.scope = 'NODE' AND m.subject = p_node))
                             THEN 0
                             ELSE (l.max_sessions - (SELECT count(*) FROM session)) / (SELECT count(*) FROM node) END::integer,
                        c.version, NULL::text, NULL::text, NULL::text, NULL::timestamptz, NULL::bigint
                 FROM configuration c, limits l;
    RETURN QUERY SELECT s.id, CASE WHEN s.kicked_by IS NOT NULL THEN 'KICKED' ELSE 'EVICTED' END, s.eviction_subject,
                        s.eviction_limit, NULL::bigint, s.eviction, NULL::text, s.kicked_by, NULL::timestamptz, NULL::bigint
                 FROM session s WHERE s.node = p_node AND num_nonnulls(s.kicked_by, s.eviction) > 0;
    IF EXISTS (SELECT FROM maintenance_period m WHERE m.mode <> 'REFUSE' AND m.starts_at <= v_now AND v_now < m.ends_at) THEN
        RETURN QUERY
            WITH due AS (
                SELECT s.id, m.name, m.reason, m.messages, m.ends_at, m.retry_after_seconds,
                       CASE WHEN m.mode = 'DRAIN' AND v_now >= m.drain_until THEN 'DISCONNECT' ELSE m.mode END AS action,
                       m.name || ' ' || m.starts_at AS occurrence
                FROM session s
                         CROSS JOIN LATERAL (SELECT * FROM maintenance_of(s.node, s.listener, s.host, s.remote_address,
                                                                          s.account, v_now) LIMIT 1) m
                WHERE s.node = p_node AND m.mode <> 'REFUSE'
                  AND (m.mode <> 'ANNOUNCE' OR s.announced IS DISTINCT FROM m.name || ' ' || m.starts_at)
            ), announced AS (
                UPDATE session s SET announced = d.occurrence FROM due d WHERE s.id = d.id AND d.action = 'ANNOUNCE'
            )
            SELECT d.id, d.action, NULL::text, NULL::integer, NULL::bigint, d.name, d.reason,
                   message_in(d.messages, p_language), nullif(d.ends_at, 'infinity'),
                   retry_after(d.retry_after_seconds, d.ends_at, v_now)
            FROM due d;
    END IF;
END
$$;

-- After limits were lowered: has as many sessions closed as are held beyond them, where the operator wants that. OLDEST: those
-- that came first. IDLE: those that have been idle for longest, and none with a transfer. Returns the nodes that have such sessions.
CREATE FUNCTION enforce_limits() RETURNS SETOF text
    LANGUAGE plpgsql
    SET jit = off AS
$$
DECLARE
    v_over record;
BEGIN
    -- To look at every session takes time, and nobody comes in meanwhile.
    IF NOT EXISTS (SELECT FROM quota WHERE max_sessions IS NOT NULL AND evict <> 'NONE') THEN
        RETURN;
    END IF;
    PERFORM lock_the_door();
    PERFORM expire_nodes();
    CREATE TEMPORARY TABLE counted ON COMMIT DROP AS
    WITH going_on AS MATERIALIZED (
        SELECT * FROM session WHERE num_nonnulls(kicked_by, eviction) = 0
    ), at_door AS MATERIALIZED (
        SELECT d.node, d.listener, d.remote_address, q.*
        FROM (SELECT DISTINCT node, listener, remote_address FROM going_on) d
                 CROSS JOIN LATERAL door_quotas(d.node, d.listener, d.remote_address) q
        WHERE q.max_sessions IS NOT NULL AND q.evict <> 'NONE'
    ), by_claim AS MATERIALIZED (
        SELECT coalesce(d.host, '') AS host, coalesce(d.account, '') AS account, q.*
        FROM (SELECT DISTINCT host, account FROM going_on WHERE num_nonnulls(host, account) > 0) d
                 CROSS JOIN LATERAL claim_quotas(d.host, d.account) q
        WHERE q.max_sessions IS NOT NULL AND q.evict <> 'NONE'
    )
    SELECT s.id, s.connected_at, s.last_activity_at, s.state, q.scope, q.subject, q.max_sessions, q.evict
    FROM going_on s JOIN at_door q ON (q.node, q.listener, q.remote_address) = (s.node, s.listener, s.remote_address)
    UNION ALL
    SELECT s.id, s.connected_at, s.last_activity_at, s.state, q.scope, q.subject, q.max_sessions, q.evict
    FROM going_on s JOIN by_claim q ON (q.host, q.account) = (coalesce(s.host, ''), coalesce(s.account, ''));
    CREATE INDEX ON counted (scope, subject);
    ANALYZE counted;
    FOR v_over IN
        SELECT c.scope, c.subject, c.max_sessions, c.evict FROM counted c
        GROUP BY c.scope, c.subject, c.max_sessions, c.evict HAVING count(*) > c.max_sessions
        ORDER BY array_position(ARRAY ['ACCOUNT', 'ADDRESS', 'GROUP', 'NETWORK', 'HOST', 'NODE', 'LISTENER', 'CLUSTER'], c.scope),
                 CASE c.scope WHEN 'NETWORK' THEN masklen(c.subject::inet) END DESC
    LOOP
        UPDATE session s
        SET eviction = v_over.scope || '_FULL', eviction_subject = v_over.subject, eviction_limit = v_over.max_sessions
        FROM (SELECT c.id FROM counted c JOIN session o ON o.id = c.id
              WHERE c.scope = v_over.scope AND c.subject = v_over.subject AND o.eviction IS NULL
                AND (v_over.evict = 'OLDEST' OR c.state <> 'TRANSFERRING')
              ORDER BY CASE v_over.evict WHEN 'OLDEST' THEN c.connected_at ELSE c.last_activity_at END
              -- Those that go already because of another limit make room here too.
              LIMIT greatest(0, (SELECT count(*) FROM counted c JOIN session o ON o.id = c.id
                                 WHERE c.scope = v_over.scope AND c.subject = v_over.subject AND o.eviction IS NULL)
                                - v_over.max_sessions)) AS victim
        WHERE s.id = victim.id;
    END LOOP;
    RETURN QUERY SELECT DISTINCT s.node FROM session s WHERE s.eviction IS NOT NULL;
END
$$;
