-- The door: what operators set, who is inside, and the functions that decide.
-- Times are timestamptz, addresses inet, sizes bytes.

-- What operators set. One row each: there is one door.

CREATE TABLE limits (
    id                       smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
    max_sessions             integer CHECK (max_sessions >= 0),
    max_sessions_per_address integer CHECK (max_sessions_per_address >= 0),
    max_sessions_per_account integer CHECK (max_sessions_per_account >= 0),
    version                  bigint      NOT NULL DEFAULT 1,
    changed_by               text        NOT NULL DEFAULT 'installation',
    changed_at               timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE limits IS 'Upper bounds over the whole cluster: null is no limit, 0 is nobody.';
INSERT INTO limits DEFAULT VALUES;

CREATE TABLE maintenance (
    id                  smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
    enabled             boolean     NOT NULL DEFAULT false,
    message             text        NOT NULL DEFAULT '',
    retry_after_seconds integer CHECK (retry_after_seconds >= 0),
    version             bigint      NOT NULL DEFAULT 1,
    changed_by          text        NOT NULL DEFAULT 'installation',
    changed_at          timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE maintenance IS 'While enabled, nobody is let in; those inside stay.';
INSERT INTO maintenance DEFAULT VALUES;

-- Who may come in, and who may steer.

CREATE TABLE account (
    name          text PRIMARY KEY,
    password_hash text        NOT NULL,
    home          text        NOT NULL,
    enabled       boolean     NOT NULL DEFAULT true,
    created_at    timestamptz NOT NULL DEFAULT now(),
    changed_at    timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN account.home IS 'A folder below the homes directory, with / between its parts.';

CREATE TABLE administrator (
    name          text PRIMARY KEY,
    password_hash text        NOT NULL,
    changed_at    timestamptz NOT NULL DEFAULT now()
);

-- The cluster: its nodes under their leases, and the sessions they hold.

CREATE SEQUENCE node_epoch;

CREATE TABLE node (
    name        text PRIMARY KEY,
    epoch       bigint      NOT NULL,
    run         uuid        NOT NULL,
    started_at  timestamptz NOT NULL,
    lease_until timestamptz NOT NULL
);
COMMENT ON COLUMN node.run IS 'The process: another one for each start of a program.';
COMMENT ON COLUMN node.epoch IS 'Fencing token: a new one for each registration. A node that shows an old one has lost its sessions.';

-- Unlogged: the rows mirror live TCP connections. PostgreSQL empties unlogged tables when it recovers from a crash;
-- node_ledger is emptied with them, and so says which nodes have written their sessions since.
CREATE UNLOGGED TABLE node_ledger (
    node  text PRIMARY KEY,
    epoch bigint NOT NULL,
    batch bigint NOT NULL DEFAULT 0
);
COMMENT ON COLUMN node_ledger.batch IS 'The number of the last batch that was settled. A batch that comes late is settled never.';

CREATE UNLOGGED TABLE session (
    id               uuid PRIMARY KEY,
    node             text        NOT NULL,
    remote_address   inet        NOT NULL,
    account          text,
    state            text        NOT NULL DEFAULT 'CONNECTED',
    connected_at     timestamptz NOT NULL,
    last_activity_at timestamptz NOT NULL,
    bytes_received   bigint      NOT NULL DEFAULT 0,
    bytes_sent       bigint      NOT NULL DEFAULT 0,
    kicked_by        text
) WITH (fillfactor = 70);
COMMENT ON COLUMN session.kicked_by IS 'The administrator who asked for its end; the node that holds it reads this and closes it.';
CREATE INDEX session_node ON session (node);
CREATE INDEX session_remote_address ON session (remote_address);
CREATE INDEX session_account ON session (account) WHERE account IS NOT NULL;

-- Every decision about who is inside is taken by one transaction at a time, in all of the cluster. The lock ends with
-- the transaction, and no client holds it between two round trips.
CREATE FUNCTION lock_the_door() RETURNS void
    LANGUAGE sql AS 'SELECT pg_advisory_xact_lock(421, 220)';

-- Nodes whose lease has run out are dead: their sessions no longer count.
CREATE FUNCTION expire_nodes() RETURNS void
    LANGUAGE plpgsql AS
$$
BEGIN
    DELETE FROM node WHERE lease_until < clock_timestamp();
    IF FOUND THEN
        DELETE FROM node_ledger l WHERE NOT EXISTS (SELECT FROM node n WHERE n.name = l.node);
        DELETE FROM session s WHERE NOT EXISTS (SELECT FROM node n WHERE n.name = s.node);
    END IF;
END
$$;

-- Registers a node under a new epoch, without sessions; what an earlier process of that name held is gone.
-- p_run: the process, which may have been registered before without having heard of it. p_starting: whether it may take the
-- name from another process. Returns null, and changes nothing, when it may not, and the name is another's.
CREATE FUNCTION register_node(p_node text, p_run uuid, p_starting boolean, p_started_at timestamptz, p_lease interval)
    RETURNS bigint
    LANGUAGE plpgsql AS
$$
DECLARE
    v_epoch bigint;
BEGIN
    PERFORM lock_the_door();
    PERFORM expire_nodes();
    IF NOT p_starting AND EXISTS (SELECT FROM node WHERE name = p_node AND run <> p_run) THEN
        RETURN NULL;
    END IF;
    v_epoch := nextval('node_epoch');
    DELETE FROM session WHERE node = p_node;
    INSERT INTO node (name, epoch, run, started_at, lease_until)
    VALUES (p_node, v_epoch, p_run, p_started_at, clock_timestamp() + p_lease)
    ON CONFLICT (name) DO UPDATE
        SET epoch = excluded.epoch, run = excluded.run, started_at = excluded.started_at, lease_until = excluded.lease_until;
    INSERT INTO node_ledger (node, epoch)
    VALUES (p_node, v_epoch)
    ON CONFLICT (node) DO UPDATE SET epoch = excluded.epoch, batch = 0;
    RETURN v_epoch;
END
$$;

-- A node that stops takes its sessions with it at once.
CREATE FUNCTION unregister_node(p_node text, p_epoch bigint) RETURNS void
    LANGUAGE plpgsql AS
$$
BEGIN
    PERFORM lock_the_door();
    DELETE FROM node WHERE name = p_node AND epoch = p_epoch;
    IF FOUND THEN
        DELETE FROM node_ledger WHERE node = p_node;
        DELETE FROM session WHERE node = p_node;
    END IF;
END
$$;

CREATE FUNCTION is_registered(p_node text, p_epoch bigint) RETURNS boolean
    LANGUAGE sql STABLE AS
$$
SELECT EXISTS (SELECT FROM node n
               JOIN node_ledger l ON l.node = n.name AND l.epoch = n.epoch
               WHERE n.name = p_node AND n.epoch = p_epoch)
$$;

-- Settles one batch of a node's departures, arrivals and logins, in this order.
--
-- Exact, because of the lock: an arrival is admitted only while its address holds less than the limit per address, and
-- the cluster less than its limit, counting those before it in the batch. Within a batch an arrival that its address
-- refuses takes no place in the cluster.
--
-- p_batch: grows with each call of a node, also when it calls again because it has heard no answer. A call that was held up on
-- its way and comes after a later one is an error: what it would admit has been given up.
--
-- p_rejoining: the arrivals are sessions that run already (see rejoin_node). They count against the limits, but maintenance,
-- which is for newcomers, does not turn them out.
--
-- A login of an account that was disabled or deleted since its password was checked is ACCOUNT_GONE: whoever disabled it
-- has kicked the sessions that were counted then, and this one was not yet.
--
-- Returns a row for each arrival and each login, in no order: for a limit that is reached also the limit and how many were
-- counted against it at that moment; or one row of verdict NOT_REGISTERED with no session,
-- when the epoch is not the node's: then only the departures were settled.
CREATE FUNCTION settle(p_node text, p_epoch bigint, p_batch bigint, p_rejoining boolean,
                       p_departed uuid[],
                       p_arrived uuid[], p_addresses inet[], p_connected_at timestamptz[],
                       p_login_sessions uuid[], p_login_accounts text[])
    RETURNS TABLE (session_id uuid, verdict text, allowed integer, held bigint, message text, retry_after_seconds integer)
    LANGUAGE plpgsql AS
$$
#variable_conflict use_column
DECLARE
    v_limits      limits%ROWTYPE;
    v_maintenance maintenance%ROWTYPE;
    v_recovering  boolean;
    v_held        bigint;
BEGIN
    PERFORM lock_the_door();
    PERFORM expire_nodes();
    DELETE FROM session WHERE id = ANY (p_departed);
    IF NOT is_registered(p_node, p_epoch) THEN
        RETURN QUERY SELECT NULL::uuid, 'NOT_REGISTERED', NULL::integer, NULL::bigint, NULL::text, NULL::integer;
        RETURN;
    END IF;
    UPDATE node_ledger SET batch = p_batch WHERE node = p_node AND batch < p_batch;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'batch % of node % comes late', p_batch, p_node;
    END IF;
    SELECT * INTO STRICT v_limits FROM limits;
    SELECT * INTO STRICT v_maintenance FROM maintenance;

    IF cardinality(p_arrived) > 0 THEN
        SELECT count(*) INTO v_held FROM session;
        -- After a crash of PostgreSQL: while a live node has not yet written what it holds, the count is too low.
        v_recovering := EXISTS (SELECT FROM node n WHERE NOT EXISTS
            (SELECT FROM node_ledger l WHERE l.node = n.name AND l.epoch = n.epoch));
        RETURN QUERY
            WITH arrival AS (
                SELECT * FROM unnest(p_arrived, p_addresses, p_connected_at)
                    WITH ORDINALITY AS a (id, address, connected_at, ord)
            ), at_address AS (
                SELECT remote_address, count(*) AS held
                FROM session WHERE remote_address = ANY (p_addresses) GROUP BY remote_address
            ), by_address AS (
                SELECT a.*, coalesce(h.held, 0) AS held_before,
                       coalesce(h.held, 0) + row_number() OVER (PARTITION BY a.address ORDER BY a.ord) AS place
                FROM arrival a LEFT JOIN at_address h ON h.remote_address = a.address
            ), before_cluster AS (
                SELECT b.*,
                       CASE WHEN NOT p_rejoining AND v_maintenance.enabled THEN 'MAINTENANCE'
                            WHEN NOT p_rejoining AND v_recovering THEN 'RECOVERING'
                            WHEN b.place > v_limits.max_sessions_per_address THEN 'ADDRESS_FULL'
                       END AS refused
                FROM by_address b
            ), in_cluster AS (
                SELECT c.*, v_held + count(*) FILTER (WHERE c.refused IS NULL) OVER (ORDER BY c.ord) AS cluster_place
                FROM before_cluster c
            ), decided AS (
                SELECT i.*, CASE WHEN i.refused IS NOT NULL THEN i.refused
                                 WHEN i.cluster_place > v_limits.max_sessions THEN 'CLUSTER_FULL'
                                 ELSE 'ADMITTED'
                            END AS decision
                FROM in_cluster i
            ), admitted AS (
                INSERT INTO session (id, node, remote_address, connected_at, last_activity_at)
                SELECT d.id, p_node, d.address, d.connected_at, d.connected_at FROM decided d WHERE d.decision = 'ADMITTED'
            )
            SELECT d.id, d.decision,
                   CASE d.decision WHEN 'ADDRESS_FULL' THEN v_limits.max_sessions_per_address
                                   WHEN 'CLUSTER_FULL' THEN v_limits.max_sessions END,
                   -- What was held before, or what this batch has filled up to the limit.
                   CASE d.decision WHEN 'ADDRESS_FULL' THEN greatest(d.held_before, v_limits.max_sessions_per_address)
                                   WHEN 'CLUSTER_FULL' THEN greatest(v_held, v_limits.max_sessions) END,
                   CASE d.decision WHEN 'MAINTENANCE' THEN v_maintenance.message END,
                   CASE d.decision WHEN 'MAINTENANCE' THEN v_maintenance.retry_after_seconds END
            FROM decided d;
    END IF;

    IF cardinality(p_login_sessions) > 0 THEN
        RETURN QUERY
            WITH login AS (
                SELECT * FROM unnest(p_login_sessions, p_login_accounts) WITH ORDINALITY AS a (id, account, ord)
            ), of_account AS (
                -- A session that logs in again does not stand in its own way.
                SELECT account, count(*) AS held FROM session
                WHERE account = ANY (p_login_accounts) AND id <> ALL (p_login_sessions) GROUP BY account
            ), by_account AS (
                SELECT a.*, coalesce(h.held, 0) AS held_before,
                       coalesce(h.held, 0) + row_number() OVER (PARTITION BY a.account ORDER BY a.ord) AS place
                FROM login a LEFT JOIN of_account h ON h.account = a.account
            ), decided AS (
                SELECT b.*, CASE WHEN NOT EXISTS (SELECT FROM account c WHERE c.name = b.account AND c.enabled) THEN 'ACCOUNT_GONE'
                                 WHEN b.place > v_limits.max_sessions_per_account THEN 'ACCOUNT_FULL'
                                 ELSE 'ADMITTED' END AS decision
                FROM by_account b
            ), logged_in AS (
                UPDATE session s SET account = d.account
                FROM decided d WHERE s.id = d.id AND d.decision = 'ADMITTED'
            )
            SELECT d.id, d.decision,
                   CASE d.decision WHEN 'ACCOUNT_FULL' THEN v_limits.max_sessions_per_account END,
                   CASE d.decision WHEN 'ACCOUNT_FULL' THEN greatest(d.held_before, v_limits.max_sessions_per_account) END,
                   NULL::text, NULL::integer
            FROM decided d;
    END IF;
END
$$;

-- Registers a node anew that has lost its registration, and counts the sessions that it runs again, in the order given: in
-- one transaction, so that nobody ever sees it registered without them. p_accounts holds null for a session that is not
-- logged in.
--
-- Returns the new epoch in a row without session, and a row for each session that has no room and must go; no row at all
-- when another process has taken the name, and then nothing is changed.
CREATE FUNCTION rejoin_node(p_node text, p_run uuid, p_started_at timestamptz, p_lease interval,
                            p_sessions uuid[], p_addresses inet[], p_connected_at timestamptz[], p_accounts text[])
    RETURNS TABLE (new_epoch bigint, session_id uuid, verdict text, allowed integer, held bigint)
    LANGUAGE plpgsql AS
$$
#variable_conflict use_column
DECLARE
    v_epoch    bigint := register_node(p_node, p_run, false, p_started_at, p_lease);
    v_logins   uuid[];
    v_accounts text[];
BEGIN
    IF v_epoch IS NULL THEN
        RETURN;
    END IF;
    RETURN QUERY SELECT v_epoch, NULL::uuid, NULL::text, NULL::integer, NULL::bigint;
    RETURN QUERY SELECT v_epoch, d.session_id, d.verdict, d.allowed, d.held
                 FROM settle(p_node, v_epoch, 1, true, '{}', p_sessions, p_addresses, p_connected_at, '{}', '{}') d
                 WHERE d.verdict <> 'ADMITTED';
    SELECT coalesce(array_agg(a.id ORDER BY a.ord), '{}'), coalesce(array_agg(a.account ORDER BY a.ord), '{}')
    INTO v_logins, v_accounts
    FROM unnest(p_sessions, p_accounts) WITH ORDINALITY AS a (id, account, ord)
    WHERE a.account IS NOT NULL AND EXISTS (SELECT FROM session s WHERE s.id = a.id);
    RETURN QUERY SELECT v_epoch, d.session_id, d.verdict, d.allowed, d.held
                 FROM settle(p_node, v_epoch, 2, true, '{}', '{}', '{}', '{}', v_logins, v_accounts) d
                 WHERE d.verdict <> 'ADMITTED';
END
$$;

-- A node's heartbeat: renews its lease, writes what its sessions did since the last one, and returns the sessions that
-- an administrator wants closed; or one row with no session when the epoch is not the node's.
CREATE FUNCTION beat(p_node text, p_epoch bigint, p_lease interval,
                     p_sessions uuid[], p_states text[], p_last_activity_at timestamptz[],
                     p_bytes_received bigint[], p_bytes_sent bigint[])
    RETURNS TABLE (session_id uuid, kicked_by text)
    LANGUAGE plpgsql AS
$$
#variable_conflict use_column
BEGIN
    PERFORM lock_the_door();
    PERFORM expire_nodes();
    IF NOT is_registered(p_node, p_epoch) THEN
        RETURN QUERY SELECT NULL::uuid, NULL::text;
        RETURN;
    END IF;
    UPDATE node SET lease_until = clock_timestamp() + p_lease WHERE name = p_node;
    UPDATE session s
    SET state = a.state, last_activity_at = a.last_activity_at,
        bytes_received = a.bytes_received, bytes_sent = a.bytes_sent
    FROM unnest(p_sessions, p_states, p_last_activity_at, p_bytes_received, p_bytes_sent)
        AS a (id, state, last_activity_at, bytes_received, bytes_sent)
    WHERE s.id = a.id;
    RETURN QUERY SELECT s.id, s.kicked_by FROM session s WHERE s.node = p_node AND s.kicked_by IS NOT NULL;
END
$$;
