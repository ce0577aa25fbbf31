-- What was refused, so that the reference in a client's 421 leads somewhere. Under a flood only some are kept; the counts
-- are exact.

CREATE TABLE refusal (
    reference           text PRIMARY KEY,
    refused_at          timestamptz NOT NULL,
    node                text        NOT NULL,
    reason              text        NOT NULL,
    remote_address      inet        NOT NULL,
    account             text,
    allowed             integer,
    held                bigint,
    message             text,
    retry_after_seconds bigint      NOT NULL
);
COMMENT ON COLUMN refusal.allowed IS 'The limit that was reached; null when it was not a limit.';
COMMENT ON COLUMN refusal.held IS 'How many were counted against the limit at that moment.';
CREATE INDEX refusal_refused_at ON refusal (refused_at);

CREATE TABLE refusal_count (
    node   text   NOT NULL,
    reason text   NOT NULL,
    total  bigint NOT NULL,
    PRIMARY KEY (node, reason)
);
COMMENT ON TABLE refusal_count IS 'All refusals of a node since the beginning, those that were not kept included.';
