-- What happens, for those who watch it live.

-- Events have numbers without holes, and become visible in the order of their numbers: whoever has read up to one reads on from
-- there and misses nothing, or sees by the numbers that something was trimmed.
CREATE TABLE event_log (
    id   smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
    last bigint NOT NULL DEFAULT 0
);
COMMENT ON TABLE event_log IS 'The number of the last event. Whoever numbers events holds this row until its transaction ends.';
INSERT INTO event_log DEFAULT VALUES;

-- Unlogged: nothing depends on it, and a storm at the door is a storm here. After a crash of PostgreSQL the numbers go on, and
-- readers see that those before are gone.
CREATE UNLOGGED TABLE event (
    id   bigint PRIMARY KEY,
    at   timestamptz NOT NULL,
    type text        NOT NULL,
    body json        NOT NULL
);

-- What happens in a transaction that holds other locks waits here for its number, so that nobody waits for anybody.
CREATE TABLE event_outbox (
    id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    type text        NOT NULL,
    body json        NOT NULL
);

-- Numbers what waits and what is given, and tells those who listen. One call is to be one transaction. The newest 100,000 events
-- are kept.
CREATE FUNCTION number_events(p_at timestamptz[], p_types text[], p_bodies text[]) RETURNS void
    LANGUAGE plpgsql AS
$$
DECLARE
    c_kept   CONSTANT bigint := 100000;
    v_before bigint;
    v_last   bigint;
    v_moved  bigint;
BEGIN
    SELECT last INTO STRICT v_before FROM event_log FOR UPDATE;
    WITH waiting AS (
        DELETE FROM event_outbox RETURNING *
    )
    INSERT INTO event (id, at, type, body)
    SELECT v_before + row_number() OVER (ORDER BY w.id), w.at, w.type, w.body FROM waiting w;
    GET DIAGNOSTICS v_moved = ROW_COUNT;
    INSERT INTO event (id, at, type, body)
    SELECT v_before + v_moved + g.ord, g.at, g.type, g.body::json
    FROM unnest(p_at, p_types, p_bodies) WITH ORDINALITY AS g (at, type, body, ord);
    v_last := v_before + v_moved + cardinality(p_at);
    IF v_last > v_before THEN
        UPDATE event_log SET last = v_last;
        DELETE FROM event WHERE id <= v_last - c_kept;
        PERFORM pg_notify('drawbridge_events', '');
    END IF;
END
$$;

CREATE FUNCTION event_waits() RETURNS trigger
    LANGUAGE plpgsql AS
$$
BEGIN
    PERFORM pg_notify('drawbridge_events', '');
    RETURN NULL;
END
$$;
CREATE TRIGGER event_waits AFTER INSERT ON event_outbox FOR EACH STATEMENT EXECUTE FUNCTION event_waits();

-- As the API writes moments.
CREATE FUNCTION utc(p_at timestamptz) RETURNS text
    LANGUAGE sql STABLE AS
$$
SELECT to_char(p_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
$$;

-- A change as the API shows it. What ended a session is told when it has ended.
CREATE FUNCTION tell_of_change() RETURNS trigger
    LANGUAGE plpgsql AS
$$
BEGIN
    INSERT INTO event_outbox (type, body)
    VALUES (CASE WHEN NEW.kind LIKE 'maintenance%' THEN 'maintenance-changed'
                 WHEN NEW.kind = 'node' THEN CASE NEW.action WHEN 'DELETED' THEN 'node-resumed' ELSE 'node-draining' END
                 WHEN NEW.kind IN ('limits', 'limit-rule', 'reserve') THEN 'limits-changed'
                 ELSE 'settings-changed' END,
            json_build_object('id', NEW.id, 'at', utc(NEW.at), 'actor', NEW.actor, 'address', host(NEW.address),
                              'reason', NEW.reason, 'kind', NEW.kind, 'name', NEW.name, 'action', lower(NEW.action),
                              'before', NEW.before, 'after', NEW.after));
    RETURN NULL;
END
$$;
CREATE TRIGGER tell_of_change AFTER INSERT ON audit
    FOR EACH ROW WHEN (NEW.kind <> 'session') EXECUTE FUNCTION tell_of_change();

-- Nodes that come and go. Sessions of one that is lost have ended with it, without an event each.
CREATE FUNCTION tell_of_node() RETURNS trigger
    LANGUAGE plpgsql AS
$$
DECLARE
    v_node node := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
BEGIN
    INSERT INTO event_outbox (type, body)
    VALUES (CASE WHEN TG_OP <> 'DELETE' THEN 'node-joined'
                 WHEN OLD.lease_until < clock_timestamp() THEN 'node-lost'
                 ELSE 'node-left' END,
            json_build_object('name', v_node.name, 'startedAt', utc(v_node.started_at), 'at', utc(clock_timestamp())));
    RETURN NULL;
END
$$;
CREATE TRIGGER tell_of_node AFTER INSERT OR DELETE ON node FOR EACH ROW EXECUTE FUNCTION tell_of_node();
CREATE TRIGGER tell_of_node_again AFTER UPDATE OF epoch ON node FOR EACH ROW EXECUTE FUNCTION tell_of_node();

-- What has happened, in numbers.

CREATE TABLE statistic (
    at      timestamptz NOT NULL,
    node    text        NOT NULL,
    measure text        NOT NULL,
    reason  text        NOT NULL DEFAULT '',
    value   bigint      NOT NULL,
    PRIMARY KEY (at, node, measure, reason)
);
COMMENT ON COLUMN statistic.at IS 'When the minute begins; of what is older than two days, the hour.';
COMMENT ON COLUMN statistic.node IS 'Empty: the cluster, of which only the sessions are seen as such.';
COMMENT ON COLUMN statistic.value IS 'A sum; of SESSIONS the greatest.';

-- Adds what a node has counted, and looks how many sessions there are in the cluster now.
CREATE FUNCTION add_statistics(p_node text, p_at timestamptz[], p_measures text[], p_reasons text[], p_values bigint[]) RETURNS void
    LANGUAGE sql AS
$$
INSERT INTO statistic AS s (at, node, measure, reason, value)
SELECT c.at, p_node, c.measure, c.reason, c.value FROM unnest(p_at, p_measures, p_reasons, p_values) AS c (at, measure, reason, value)
UNION ALL
-- Last: who waits for another node here holds nothing that the other waits for.
SELECT date_trunc('minute', now()), '', 'SESSIONS', '', (SELECT count(*) FROM session)
ON CONFLICT (at, node, measure, reason) DO UPDATE
    SET value = CASE WHEN s.measure = 'SESSIONS' THEN greatest(s.value, excluded.value) ELSE s.value + excluded.value END
$$;

-- Adds up to hours what is older than two days, and forgets what is older than that.
CREATE FUNCTION trim_statistics(p_kept interval) RETURNS void
    LANGUAGE plpgsql AS
$$
BEGIN
    -- One node does it.
    IF NOT pg_try_advisory_xact_lock(421, 221) THEN
        RETURN;
    END IF;
    DELETE FROM statistic WHERE at < now() - p_kept;
    WITH minutes AS (
        DELETE FROM statistic
        WHERE at < date_trunc('hour', now() - interval '2 days', 'UTC') AND at <> date_trunc('hour', at, 'UTC') RETURNING *
    )
    INSERT INTO statistic AS s (at, node, measure, reason, value)
    SELECT date_trunc('hour', m.at, 'UTC'), m.node, m.measure, m.reason,
           CASE m.measure WHEN 'SESSIONS' THEN max(m.value) ELSE sum(m.value) END
    FROM minutes m GROUP BY 1, 2, 3, 4
    ON CONFLICT (at, node, measure, reason) DO UPDATE
        SET value = CASE WHEN s.measure = 'SESSIONS' THEN greatest(s.value, excluded.value) ELSE s.value + excluded.value END;
END
$$;

-- Nodes that operators take out of service for a while. A drain stays, over restarts of the node too, until it is taken back.

CREATE TABLE node_drain (
    name          text PRIMARY KEY,
    since         timestamptz NOT NULL,
    drain_seconds integer CHECK (drain_seconds >= 0),
    message       text        NOT NULL DEFAULT '',
    version       bigint      NOT NULL DEFAULT 1,
    changed_by    text        NOT NULL,
    changed_at    timestamptz NOT NULL
);
COMMENT ON COLUMN node_drain.drain_seconds IS 'How long transfers may go on; null: until they end.';
CREATE TRIGGER configuration_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON node_drain
    FOR EACH STATEMENT EXECUTE FUNCTION configuration_changed();
CREATE TRIGGER write_down_change AFTER INSERT OR UPDATE OR DELETE ON node_drain
    FOR EACH ROW EXECUTE FUNCTION write_down_change('node');

-- A node that is drained is like one with a window that is open; no window can have this name.
CREATE OR REPLACE VIEW maintenance_period AS
SELECT 'maintenance' AS name, 'CLUSTER' AS scope, NULL::text AS subject, 'REFUSE' AS mode,
       '-infinity'::timestamptz AS starts_at, 'infinity'::timestamptz AS ends_at, NULL::timestamptz AS drain_until,
       '' AS reason, jsonb_build_object('en', message) AS messages, retry_after_seconds,
       '{}'::cidr[] AS exempt_networks, '{}'::text[] AS exempt_accounts
FROM maintenance WHERE enabled
UNION ALL
SELECT w.name, w.scope, w.subject, w.mode, o.starts_at, o.ends_at, o.starts_at + make_interval(secs => w.drain_seconds),
       w.reason, w.messages, w.retry_after_seconds, w.exempt_networks, w.exempt_accounts
FROM maintenance_window w JOIN maintenance_occurrence o ON o.window_name = w.name
UNION ALL
SELECT 'node drain', 'NODE', d.name, 'DRAIN', d.since, 'infinity', d.since + make_interval(secs => d.drain_seconds),
       '', jsonb_build_object('en', d.message), NULL, '{}', '{}'
FROM node_drain d;
