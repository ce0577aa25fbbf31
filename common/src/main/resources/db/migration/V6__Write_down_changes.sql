-- Who has changed what, from where and why: written by triggers in the transaction of the change, whoever makes it, and never
-- changed afterwards.

CREATE TABLE audit (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor   text        NOT NULL,
    address inet,
    reason  text,
    kind    text        NOT NULL,
    name    text        NOT NULL,
    action  text        NOT NULL CHECK (action IN ('CREATED', 'CHANGED', 'DELETED', 'ENDED')),
    before  jsonb,
    after   jsonb
);
COMMENT ON TABLE audit IS 'Each change that people have made, in the order in which they were made.';
COMMENT ON COLUMN audit.actor IS 'An administrator; or ''database user …'' for who came by another way.';
COMMENT ON COLUMN audit.name IS 'Of what was changed, within its kind; empty where there is only one.';
COMMENT ON COLUMN audit.action IS 'ENDED: of a session, which is not kept.';
CREATE INDEX audit_at ON audit (at);
CREATE INDEX audit_kind_name ON audit (kind, name, id);

CREATE FUNCTION audit_is_kept() RETURNS trigger
    LANGUAGE plpgsql AS
$$
BEGIN
    RAISE EXCEPTION 'the audit is only added to';
END
$$;
CREATE TRIGGER audit_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_kept();

-- A row as the API names things, without what is secret, what the server keeps for itself, and what the audit says anyway.
CREATE FUNCTION audited(p_row jsonb) RETURNS jsonb
    LANGUAGE sql IMMUTABLE AS
$$
SELECT jsonb_object_agg(
           CASE c.key WHEN 'group_name' THEN 'group'
                      ELSE (SELECT string_agg(CASE w.place WHEN 1 THEN w.word ELSE initcap(w.word) END, '' ORDER BY w.place)
                            FROM unnest(string_to_array(c.key, '_')) WITH ORDINALITY AS w (word, place)) END,
           CASE WHEN c.key IN ('scope', 'mode', 'evict', 'access') THEN to_jsonb(lower(c.value #>> '{}')) ELSE c.value END)
FROM jsonb_each(p_row) AS c
WHERE c.key NOT IN ('id', 'password_hash', 'known_until', 'version', 'changed_by', 'changed_at', 'created_at')
$$;

CREATE FUNCTION write_down(p_kind text, p_name text, p_action text, p_before jsonb, p_after jsonb) RETURNS void
    LANGUAGE sql AS
$$
INSERT INTO audit (actor, address, reason, kind, name, action, before, after)
VALUES (coalesce(nullif(current_setting('drawbridge.actor', true), ''), 'database user ' || session_user),
        nullif(current_setting('drawbridge.address', true), '')::inet,
        nullif(current_setting('drawbridge.reason', true), ''),
        p_kind, p_name, p_action, p_before, p_after)
$$;

-- Its argument: the kind. A row is known by its name or its network; one of a table with one row has none.
CREATE FUNCTION write_down_change() RETURNS trigger
    LANGUAGE plpgsql AS
$$
DECLARE
    v_old    jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
    v_new    jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
    v_before jsonb := audited(v_old);
    v_after  jsonb := audited(v_new);
BEGIN
    IF v_old ->> 'password_hash' <> v_new ->> 'password_hash' THEN
        v_after := v_after || '{"passwordChanged": true}';
    END IF;
    -- Nodes write when windows open and whom the door bans by itself; nobody has changed that.
    IF v_before IS DISTINCT FROM v_after
        AND (TG_TABLE_NAME <> 'ban' OR coalesce(current_setting('drawbridge.actor', true), '') <> '') THEN
        PERFORM write_down(TG_ARGV[0], coalesce(v_new ->> 'name', v_new ->> 'network', v_old ->> 'name', v_old ->> 'network', ''),
                           CASE TG_OP WHEN 'INSERT' THEN 'CREATED' WHEN 'UPDATE' THEN 'CHANGED' ELSE 'DELETED' END,
                           v_before, v_after);
    END IF;
    RETURN NULL;
END
$$;

DO
$$
DECLARE
    v_table text;
    v_kind  text;
BEGIN
    FOR v_table, v_kind IN VALUES ('account', 'account'), ('account_group', 'group'), ('virtual_host', 'host'), ('limits', 'limits'),
        ('limit_rule', 'limit-rule'), ('reserve', 'reserve'), ('maintenance', 'maintenance'),
        ('maintenance_window', 'maintenance-window'), ('access_rule', 'access-rule'), ('protection', 'protection'), ('ban', 'ban'),
        ('administrator', 'administrator') LOOP
        EXECUTE format('CREATE TRIGGER write_down_change AFTER INSERT OR UPDATE OR DELETE ON %I'
                       ' FOR EACH ROW EXECUTE FUNCTION write_down_change(%L)', v_table, v_kind);
        -- What there is already is where the story begins.
        EXECUTE format('INSERT INTO audit (at, actor, kind, name, action, after)'
                       ' SELECT now(), ''installation'', %L, coalesce(to_jsonb(t) ->> ''name'', to_jsonb(t) ->> ''network'', ''''), ''CREATED'','
                       ' audited(to_jsonb(t)) FROM %I t', v_kind, v_table);
    END LOOP;
END
$$;
