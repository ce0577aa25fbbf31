-- A node that hears of a change can say how long the notice took: by this database's clock, not its own.

ALTER TABLE configuration ADD COLUMN changed_at timestamptz NOT NULL DEFAULT clock_timestamp();
COMMENT ON COLUMN configuration.changed_at IS 'When the version was made, a moment before its commit.';

CREATE OR REPLACE FUNCTION configuration_changed() RETURNS trigger
    LANGUAGE plpgsql AS
$$
BEGIN
    UPDATE configuration SET version = version + 1, changed_at = clock_timestamp();
    PERFORM pg_notify('drawbridge', 'configuration-changed');
    RETURN NULL;
END
$$;
