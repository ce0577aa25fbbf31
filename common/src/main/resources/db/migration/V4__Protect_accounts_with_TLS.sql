ALTER TABLE account
    ADD COLUMN tls_required boolean NOT NULL DEFAULT false,
    ADD COLUMN certificates text[]  NOT NULL DEFAULT '{}'
        CHECK (cardinality(certificates) <= 10 AND array_to_string(certificates, ',', '') ~ '^([0-9a-f]{64}(,[0-9a-f]{64})*)?$');
COMMENT ON COLUMN account.tls_required IS 'Whether it may do nothing in clear.';
COMMENT ON COLUMN account.certificates IS 'Of the certificates that it logs in with, and then with no password: SHA-256 in hexadecimal digits.';
