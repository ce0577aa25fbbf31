-- Who may use the API, and how far.

ALTER TABLE administrator
    ADD COLUMN role       text        NOT NULL DEFAULT 'ADMIN' CHECK (role IN ('VIEWER', 'OPERATOR', 'ADMIN')),
    ADD COLUMN enabled    boolean     NOT NULL DEFAULT true,
    ADD COLUMN created_at timestamptz NOT NULL DEFAULT now();
COMMENT ON COLUMN administrator.role IS 'VIEWER: sees all but secrets. OPERATOR: also steers the door. ADMIN: also says who may do what.';

CREATE TABLE api_token (
    name         text PRIMARY KEY,
    owner        text        NOT NULL REFERENCES administrator (name) ON DELETE CASCADE,
    role         text        NOT NULL CHECK (role IN ('VIEWER', 'OPERATOR', 'ADMIN')),
    secret_hash  text        NOT NULL UNIQUE,
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz,
    last_used_at timestamptz
);
COMMENT ON TABLE api_token IS 'In place of a password, for programs. It may do what both its role and its owner''s may.';
COMMENT ON COLUMN api_token.secret_hash IS 'SHA-256 of the token, which is too long to be guessed.';
CREATE INDEX api_token_owner ON api_token (owner);

CREATE OR REPLACE FUNCTION audited(p_row jsonb) RETURNS jsonb
    LANGUAGE sql IMMUTABLE AS
$$
SELECT jsonb_object_agg(
           CASE c.key WHEN 'group_name' THEN 'group'
                      ELSE (SELECT string_agg(CASE w.place WHEN 1 THEN w.word ELSE initcap(w.word) END, '' ORDER BY w.place)
                            FROM unnest(string_to_array(c.key, '_')) WITH ORDINALITY AS w (word, place)) END,
           CASE WHEN c.key IN ('scope', 'mode', 'evict', 'access', 'role') THEN to_jsonb(lower(c.value #>> '{}')) ELSE c.value END)
FROM jsonb_each(p_row) AS c
WHERE c.key NOT IN ('id', 'password_hash', 'secret_hash', 'known_until', 'last_used_at', 'version', 'changed_by', 'changed_at',
                    'created_at')
$$;
CREATE TRIGGER write_down_change AFTER INSERT OR UPDATE OR DELETE ON api_token
    FOR EACH ROW EXECUTE FUNCTION write_down_change('token');
