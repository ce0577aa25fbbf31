-- Who has signed in to the console, and has not signed out.

CREATE TABLE console_session (
    secret_hash   text PRIMARY KEY,
    administrator text        NOT NULL REFERENCES administrator (name) ON DELETE CASCADE,
    created_at    timestamptz NOT NULL,
    last_used_at  timestamptz NOT NULL
);
COMMENT ON TABLE console_session IS 'In place of a password, for browsers: until it has not been used for a while, or has lasted for long.';
COMMENT ON COLUMN console_session.secret_hash IS 'SHA-256 of what the browser has in its cookie, which is too long to be guessed.';
CREATE INDEX console_session_administrator ON console_session (administrator);
