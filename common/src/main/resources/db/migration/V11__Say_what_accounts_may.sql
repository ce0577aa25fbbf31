-- What accounts may do, from where, and until when.

ALTER TABLE account
    ADD COLUMN permissions      text[] CHECK (permissions
        <@ ARRAY ['list', 'download', 'upload', 'overwrite', 'delete', 'rename', 'make_directory']),
    ADD COLUMN allowed_networks cidr[] CHECK (cardinality(allowed_networks) BETWEEN 1 AND 32),
    ADD COLUMN expires_at       timestamptz;
COMMENT ON COLUMN account.permissions IS 'Null: as its group says; where that says nothing too, all.';
COMMENT ON COLUMN account.allowed_networks IS 'From where it may log in. Null: as its group says; where that says nothing too, from everywhere.';
COMMENT ON COLUMN account.expires_at IS 'From then on it may not log in, and its sessions end. Null: never.';
CREATE INDEX account_expires_at ON account (expires_at) WHERE expires_at IS NOT NULL;

ALTER TABLE account_group
    ADD COLUMN permissions      text[] CHECK (permissions
        <@ ARRAY ['list', 'download', 'upload', 'overwrite', 'delete', 'rename', 'make_directory']),
    ADD COLUMN allowed_networks cidr[] CHECK (cardinality(allowed_networks) BETWEEN 1 AND 32);
COMMENT ON COLUMN account_group.permissions IS 'Of its accounts that have none of their own. Null: all.';
COMMENT ON COLUMN account_group.allowed_networks IS 'Of its accounts that have none of their own. Null: from everywhere.';

-- Has the sessions of a node end whose accounts have expired, as one that an administrator ends. Returns how many they are.
CREATE FUNCTION end_expired(p_node text) RETURNS bigint
    LANGUAGE plpgsql AS
$$
DECLARE
    v_ended bigint := 0;
BEGIN
    -- Nearly always there is none, and then the door is not locked for it.
    IF EXISTS (SELECT FROM account a JOIN session s ON s.account = a.name
               WHERE a.expires_at <= clock_timestamp() AND s.node = p_node AND s.kicked_by IS NULL) THEN
        PERFORM lock_the_door();
        UPDATE session s SET kicked_by = 'expiry' FROM account a
        WHERE a.name = s.account AND a.expires_at <= clock_timestamp() AND s.node = p_node AND s.kicked_by IS NULL;
        GET DIAGNOSTICS v_ended = ROW_COUNT;
    END IF;
    RETURN v_ended;
END
$$;
