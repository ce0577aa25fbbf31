-- Nodes take places in advance while there is room, so that a storm at the door costs the database a few statements a second.
--
-- A node's credit is a number of places that count as held. Until credit_until it may give them away itself, to clients of whom it
-- knows that they meet no limits but those of the cluster and of the node. It tells of those that are still inside with its next
-- batch, and gives back what is left when it needs it no more, or when another node asks.
--
-- What a node knows holds until then: a change of what operators set waits until no credit is out, and none is given meanwhile. So
-- whoever comes in after the change has been committed is decided on by it, on every node, as before.

ALTER TABLE node_ledger
    ADD COLUMN credit       integer NOT NULL DEFAULT 0 CHECK (credit >= 0),
    ADD COLUMN credit_until timestamptz;
COMMENT ON COLUMN node_ledger.credit IS 'Places that the node has in advance, or has given away without having told of it yet.';
COMMENT ON COLUMN node_ledger.credit_until IS 'Up to when it may give them away.';

-- How many sessions there are, so that nobody counts them row by row, or the rows of those that are gone. Unlogged as they are.
CREATE UNLOGGED TABLE occupancy (
    node     text   NOT NULL,
    listener text   NOT NULL,
    sessions bigint NOT NULL,
    PRIMARY KEY (node, listener)
) WITH (fillfactor = 10);

CREATE FUNCTION count_in() RETURNS trigger
    LANGUAGE plpgsql AS
$$
BEGIN
    INSERT INTO occupancy AS o (node, listener, sessions)
    SELECT node, listener, count(*) FROM came GROUP BY node, listener ORDER BY node, listener
    ON CONFLICT (node, listener) DO UPDATE SET sessions = o.sessions + excluded.sessions;
    RETURN NULL;
END
$$;
CREATE TRIGGER count_in AFTER INSERT ON session REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION count_in();

CREATE FUNCTION count_out() RETURNS trigger
    LANGUAGE plpgsql AS
$$
BEGIN
    UPDATE occupancy o SET sessions = o.sessions - g.sessions
    FROM (SELECT node, listener, count(*) AS sessions FROM gone GROUP BY node, listener) g
    WHERE o.node = g.node AND o.listener = g.listener;
    RETURN NULL;
END
$$;
CREATE TRIGGER count_out AFTER DELETE ON session REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION count_out();

CREATE FUNCTION count_none() RETURNS trigger
    LANGUAGE plpgsql AS
$$
BEGIN
    DELETE FROM occupancy;
    RETURN NULL;
END
$$;
CREATE TRIGGER count_none AFTER TRUNCATE ON session FOR EACH STATEMENT EXECUTE FUNCTION count_none();

INSERT INTO occupancy SELECT node, listener, count(*) FROM session GROUP BY node, listener;

CREATE OR REPLACE FUNCTION held_in(p_scope text, p_subject text) RETURNS TABLE (held bigint)
    LANGUAGE sql STABLE AS
$$
SELECT CASE p_scope
           WHEN 'CLUSTER' THEN (SELECT coalesce(sum(sessions), 0)::bigint FROM occupancy)
           WHEN 'LISTENER' THEN (SELECT coalesce(sum(sessions), 0)::bigint FROM occupancy WHERE listener = p_subject)
           WHEN 'HOST' THEN (SELECT count(*) FROM session WHERE host = p_subject)
           WHEN 'NODE' THEN (SELECT coalesce(sum(sessions), 0)::bigint FROM occupancy WHERE node = p_subject)
           WHEN 'ADDRESS' THEN (SELECT count(*) FROM session WHERE source = source_of(p_subject::inet))
           WHEN 'NETWORK' THEN (SELECT count(*) FROM session WHERE remote_address <<= p_subject::inet)
           WHEN 'ACCOUNT' THEN (SELECT count(*) FROM session WHERE account = p_subject)
           WHEN 'GROUP' THEN (SELECT count(*) FROM session s JOIN account a ON a.name = s.account WHERE a.group_name = p_subject)
       END
$$;

CREATE OR REPLACE FUNCTION add_statistics(p_node text, p_at timestamptz[], p_measures text[], p_reasons text[], p_values bigint[]) RETURNS void
    LANGUAGE sql AS
$$
INSERT INTO statistic AS s (at, node, measure, reason, value)
SELECT c.at, p_node, c.measure, c.reason, c.value FROM unnest(p_at, p_measures, p_reasons, p_values) AS c (at, measure, reason, value)
UNION ALL
-- Last: who waits for another node here holds nothing that the other waits for.
SELECT date_trunc('minute', now()), '', 'SESSIONS', '', (SELECT held FROM held_in('CLUSTER', ''))
ON CONFLICT (at, node, measure, reason) DO UPDATE
    SET value = CASE WHEN s.measure = 'SESSIONS' THEN greatest(s.value, excluded.value) ELSE s.value + excluded.value END
$$;

-- A beat asks each second who is to be closed, as a rule nobody.
CREATE INDEX session_to_close ON session (node) WHERE num_nonnulls(kicked_by, eviction) > 0;

-- What changes what operators set holds this lock with others like it, from its first change to its commit. Whoever gives credit
-- has it alone.
CREATE FUNCTION configuration_lock(OUT p_class integer, OUT p_object integer)
    LANGUAGE sql IMMUTABLE AS 'SELECT 421, 221';

CREATE OR REPLACE FUNCTION configuration_changed() RETURNS trigger
    LANGUAGE plpgsql AS
$$
DECLARE
    c_patience CONSTANT interval := interval '500 ms';
BEGIN
    PERFORM pg_advisory_xact_lock_shared(p_class, p_object) FROM configuration_lock();
    -- A node that does not give back in time is slow or dead, and has nothing to give away any more.
    FOR i IN 1..1000 LOOP
        EXIT WHEN NOT EXISTS (SELECT FROM node_ledger WHERE credit > 0 AND credit_until + c_patience > clock_timestamp());
        PERFORM pg_sleep(0.002);
    END LOOP;
    UPDATE configuration SET version = version + 1, changed_at = clock_timestamp();
    PERFORM pg_notify('drawbridge', 'configuration-changed');
    RETURN NULL;
END
$$;

DROP FUNCTION settle(text, bigint, bigint, boolean, integer, text, uuid[], uuid[], text[], inet[], timestamptz[], text[], text[], uuid[], text[], text[]);

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
    ON CONFLICT (node) DO UPDATE SET epoch = excluded.epoch, batch = 0, credit = 0, credit_until = NULL;
    RETURN v_epoch;
END
$$;

-- The decision.

-- Decides on arrivals and claims, as settle says, which calls it behind the lock. Of what is refused, lent says whether there is room
-- but for places that nodes have in advance. Of what is admitted, plain says whether it met no limit but those of the cluster and
-- of the node, and no reserve: then the next one like it meets none either, as long as the configuration is the same.
CREATE FUNCTION judge(p_node text, p_rejoining boolean, p_capacity integer, p_language text,
                      p_arrived uuid[], p_listeners text[], p_addresses inet[], p_connected_at timestamptz[],
                      p_hosts text[], p_accounts text[],
                      p_claimed uuid[], p_claimed_hosts text[], p_claimed_accounts text[])
    RETURNS TABLE (session_id uuid, verdict text, subject text, allowed integer, held bigint, rule text,
                   reason text, message text, until timestamptz, retry_after_seconds bigint, lent boolean, plain boolean)
    LANGUAGE plpgsql
    -- A batch is small, and the planner does not know it: compiling, and planning anew for each, would take longer than all the rest.
    SET jit = off
    SET enable_nestloop = off
    SET enable_seqscan = off
    SET plan_cache_mode = force_generic_plan AS
$$
#variable_conflict use_column
DECLARE
    c_minute     CONSTANT float8 := 60;
    -- Of one connection of a minute: what adding up fractions of a minute may lose.
    c_tolerance  CONSTANT float8 := 1e-6;
    v_now        timestamptz := clock_timestamp();
    v_recovering boolean;
    -- Limits that this batch meets, each at its place.
    v_scopes     text[];
    v_subjects   text[];
    v_rules      text[];
    v_max        integer[];
    v_rates      integer[];
    v_held       bigint[];
    -- How many of those held are places that a node has in advance.
    v_lent       bigint[];
    v_lent_to_all bigint;
    v_lent_to_node bigint;
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
    v_plain      boolean;
    v_room       bigint;
    i            integer;
    v_admitted   uuid[] := '{}';
    v_in_reserves text[] := '{}';
    v_on_trials  boolean[] := '{}';
BEGIN
    -- After a crash of PostgreSQL: while a live node has not yet written what it holds, the count is too low.
    v_recovering := EXISTS (SELECT FROM node n WHERE NOT EXISTS
        (SELECT FROM node_ledger l WHERE l.node = n.name AND l.epoch = n.epoch));
    -- Who says anew what it is does not stand in its own way.
    UPDATE session s SET host = NULL
    FROM unnest(p_claimed, p_claimed_hosts) AS c (id, host) WHERE s.id = c.id AND c.host IS NOT NULL AND s.host IS NOT NULL;
    UPDATE session s SET account = NULL
    FROM unnest(p_claimed, p_claimed_accounts) AS c (id, account)
    WHERE s.id = c.id AND c.account IS NOT NULL AND s.account IS NOT NULL;

    SELECT coalesce(sum(l.credit), 0), coalesce(sum(l.credit) FILTER (WHERE l.node = p_node), 0)
    INTO v_lent_to_all, v_lent_to_node FROM node_ledger l;

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
           array_agg(k.held + k.lent), array_agg(k.lent), array_agg(k.drains),
           array_agg(k.scope IN ('CLUSTER', 'LISTENER', 'HOST', 'NODE'))
    INTO v_scopes, v_subjects, v_rules, v_max, v_rates, v_held, v_lent, v_drains, v_pool
    -- The reason that a client is told is the one nearest to it.
    FROM (SELECT *, CASE scope WHEN 'CLUSTER' THEN v_lent_to_all
                               WHEN 'NODE' THEN v_lent_to_node
                               WHEN 'CAPACITY' THEN v_lent_to_node
                               ELSE 0 END AS lent
          FROM known ORDER BY array_position(ARRAY ['ACCOUNT', 'ADDRESS', 'GROUP', 'NETWORK', 'HOST', 'NODE',
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
        retry_after_seconds := NULL; lent := false; plain := NULL;
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
                lent := v_max[v_refused] - v_held[v_refused] + v_lent[v_refused] > 0;
            END IF;
            RETURN NEXT;
            CONTINUE;
        END IF;
        v_plain := cardinality(v_reserves) = 0;
        FOREACH i IN ARRAY v_one.places LOOP
            v_plain := v_plain AND v_scopes[i] IN ('CLUSTER', 'NODE', 'CAPACITY') AND v_rates[i] IS NULL;
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
        plain := v_plain;
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
-- p_opened and what follows it: sessions that the node has admitted by its credit and that are still inside. p_told: sessions that
-- have said since whose they are, and were told yes by what the node knows. Both are written down, not decided on.
--
-- p_kept: how much of its credit the node may still give away while this call is on its way. p_wanted: how much it would like to have;
-- 0 for none. It has half of its part of what is free at most, so that near a limit places are taken singly.
--
-- A claim of an account that was disabled or deleted since its password was checked is ACCOUNT_GONE: whoever disabled it
-- has kicked the sessions that were counted then, and this one was not yet.
--
-- Returns a row for each arrival and each claim, in no order: ADMITTED or the reason against it, with whose limit it is, the
-- limit, how many were counted against it at that moment, the rule or window, its words, how long it still lasts, and what judge
-- says besides. Then, if credit is wanted, one of verdict CREDIT: the version of the configuration as held, null when it is
-- changing at this moment; as allowed how many places come to what was kept; and for how many milliseconds from now all of them may
-- be given away, null for no longer than was said before. Or one row of verdict NOT_REGISTERED with no session, when the epoch is
-- not the node's: then only the departures were settled.
CREATE FUNCTION settle(p_node text, p_epoch bigint, p_batch bigint, p_rejoining boolean, p_capacity integer, p_language text,
                       p_departed uuid[],
                       p_arrived uuid[], p_listeners text[], p_addresses inet[], p_connected_at timestamptz[],
                       p_hosts text[], p_accounts text[],
                       p_claimed uuid[], p_claimed_hosts text[], p_claimed_accounts text[],
                       p_opened uuid[] DEFAULT '{}', p_opened_listeners text[] DEFAULT '{}', p_opened_addresses inet[] DEFAULT '{}',
                       p_opened_at timestamptz[] DEFAULT '{}', p_opened_accounts text[] DEFAULT '{}',
                       p_told uuid[] DEFAULT '{}', p_told_accounts text[] DEFAULT '{}',
                       p_kept integer DEFAULT 0, p_wanted integer DEFAULT 0)
    RETURNS TABLE (session_id uuid, verdict text, subject text, allowed integer, held bigint, rule text,
                   reason text, message text, until timestamptz, retry_after_seconds bigint, lent boolean, plain boolean,
                   valid_milliseconds integer)
    LANGUAGE plpgsql
    SET jit = off
    SET enable_seqscan = off
    SET plan_cache_mode = force_generic_plan AS
$$
#variable_conflict use_column
DECLARE
    -- A change of what operators set waits for it.
    c_valid   CONSTANT integer := 100;
    v_now     timestamptz;
    v_certain boolean := false;
    v_asks    boolean := false;
    v_credit  bigint;
BEGIN
    PERFORM lock_the_door();
    IF p_wanted > 0 THEN
        -- Before anything is read that is to be certain.
        v_certain := (SELECT pg_try_advisory_xact_lock(p_class, p_object) FROM configuration_lock());
    END IF;
    v_now := clock_timestamp();
    PERFORM expire_nodes();
    IF cardinality(p_departed) > 0 THEN
        DELETE FROM session WHERE id = ANY (p_departed);
        IF FOUND AND EXISTS (SELECT FROM node WHERE waiting > 0) THEN
            PERFORM pg_notify('drawbridge', 'places-freed');
        END IF;
    END IF;
    IF NOT is_registered(p_node, p_epoch) THEN
        verdict := 'NOT_REGISTERED';
        RETURN NEXT;
        RETURN;
    END IF;
    UPDATE node_ledger SET batch = p_batch, credit = p_kept WHERE node = p_node AND batch < p_batch;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'batch % of node % comes late', p_batch, p_node;
    END IF;
    IF cardinality(p_opened) > 0 THEN
        -- Some may be there already, when the answer to an earlier call was lost.
        INSERT INTO session (id, node, listener, remote_address, account, connected_at, last_activity_at)
        SELECT o.id, p_node, o.listener, o.address, o.account, o.connected_at, o.connected_at
        FROM unnest(p_opened, p_opened_listeners, p_opened_addresses, p_opened_at, p_opened_accounts)
                 AS o (id, listener, address, connected_at, account)
        ON CONFLICT (id) DO NOTHING;
    END IF;
    IF cardinality(p_told) > 0 THEN
        UPDATE session s SET account = t.account FROM unnest(p_told, p_told_accounts) AS t (id, account) WHERE s.id = t.id;
    END IF;
    IF cardinality(p_arrived) > 0 OR cardinality(p_claimed) > 0 THEN
        FOR session_id, verdict, subject, allowed, held, rule, reason, message, until, retry_after_seconds, lent, plain IN
            SELECT * FROM judge(p_node, p_rejoining, p_capacity, p_language, p_arrived, p_listeners, p_addresses, p_connected_at,
                                p_hosts, p_accounts, p_claimed, p_claimed_hosts, p_claimed_accounts)
        LOOP
            v_asks := v_asks OR lent;
            RETURN NEXT;
        END LOOP;
        IF v_asks THEN
            PERFORM pg_notify('drawbridge', 'credit-asked-back');
        END IF;
    END IF;
    IF p_wanted = 0 THEN
        RETURN;
    END IF;

    session_id := NULL; verdict := 'CREDIT'; subject := NULL; allowed := 0; held := NULL; rule := NULL; reason := NULL;
    message := NULL; until := NULL; retry_after_seconds := NULL; lent := NULL; plain := NULL; valid_milliseconds := NULL;
    IF v_certain THEN
        held := (SELECT version FROM configuration);
        SELECT least(p_wanted, min(greatest(0, q.max_sessions - h.held - q.lent) / q.parts)) INTO v_credit
        FROM (SELECT DISTINCT ON (a.scope) a.scope, a.max_sessions,
                     CASE a.scope WHEN 'CLUSTER' THEN '' ELSE p_node END AS subject,
                     CASE a.scope WHEN 'CLUSTER' THEN (SELECT coalesce(sum(credit), 0) FROM node_ledger WHERE node <> p_node) ELSE 0 END AS lent,
                     CASE a.scope WHEN 'CLUSTER' THEN 2 * (SELECT count(*) FROM node) ELSE 2 END AS parts
              FROM quota a
              WHERE a.scope = 'CLUSTER' OR a.scope = 'NODE' AND (a.subject IS NULL OR a.subject = p_node)
              ORDER BY a.scope, a.subject NULLS LAST) q
                 CROSS JOIN LATERAL held_in(q.scope, q.subject) h
        WHERE q.max_sessions IS NOT NULL;
        v_credit := coalesce(v_credit, p_wanted);
        IF v_credit > 0 AND v_credit >= p_kept AND NOT v_asks
            AND EXISTS (SELECT FROM node n WHERE n.name = p_node AND n.lease_until > v_now + make_interval(secs => c_valid / 1000.0))
            AND NOT EXISTS (SELECT FROM node n WHERE NOT EXISTS
                               (SELECT FROM node_ledger l WHERE l.node = n.name AND l.epoch = n.epoch))
            AND NOT EXISTS (SELECT FROM reserve)
            AND NOT EXISTS (SELECT FROM maintenance_period m WHERE m.mode <> 'ANNOUNCE'
                               AND m.starts_at < v_now + make_interval(secs => c_valid / 1000.0) AND v_now < m.ends_at)
        THEN
            allowed := v_credit - p_kept;
            valid_milliseconds := c_valid;
            UPDATE node_ledger SET credit = v_credit, credit_until = v_now + make_interval(secs => c_valid / 1000.0)
            WHERE node = p_node;
        END IF;
    END IF;
    RETURN NEXT;
END
$$;

-- As before, with what is lent.
CREATE OR REPLACE FUNCTION beat(p_node text, p_epoch bigint, p_lease interval, p_waiting integer, p_language text,
                     p_sessions uuid[], p_states text[], p_last_activity_at timestamptz[],
                     p_bytes_received bigint[], p_bytes_sent bigint[])
    RETURNS TABLE (session_id uuid, action text, subject text, allowed integer, held bigint, rule text,
                   reason text, message text, until timestamptz, retry_after_seconds bigint)
    LANGUAGE plpgsql
    SET jit = off
    SET enable_seqscan = off
    SET plan_cache_mode = force_generic_plan AS
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
    DELETE FROM occupancy WHERE sessions = 0;

    RETURN QUERY SELECT NULL::uuid, 'CONFIGURATION', NULL::text,
                        CASE WHEN EXISTS (SELECT FROM maintenance_period m
                                          WHERE m.mode <> 'ANNOUNCE' AND m.starts_at <= v_now AND v_now < m.ends_at
                                            AND (m.scope IN ('CLUSTER', 'LISTENER') OR m.scope = 'NODE' AND m.subject = p_node))
                             THEN 0
                             ELSE (l.max_sessions - (SELECT held FROM held_in('CLUSTER', '')) - (SELECT coalesce(sum(credit), 0) FROM node_ledger))
                                 / (SELECT count(*) FROM node) END::integer,
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
