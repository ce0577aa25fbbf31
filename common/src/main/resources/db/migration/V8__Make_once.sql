-- What a request that made something was answered, for a client that has not heard it and asks again.
CREATE TABLE idempotency (
    administrator text        NOT NULL,
    key           text        NOT NULL,
    request       text        NOT NULL,
    body          text        NOT NULL,
    created_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (administrator, key)
);
COMMENT ON COLUMN idempotency.request IS 'A digest of what was asked for.';
CREATE INDEX idempotency_created_at ON idempotency (created_at);
