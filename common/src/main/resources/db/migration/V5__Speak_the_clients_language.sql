-- A virtual host greets with words of its own, and each session reads the words of a maintenance in its own language.

ALTER TABLE virtual_host
    ADD COLUMN banner text NOT NULL DEFAULT '' CHECK (banner !~ '[[:cntrl:]]' AND length(banner) <= 400);
COMMENT ON COLUMN virtual_host.banner IS 'What stands behind the code 220 in the answer to HOST; empty: its name.';

-- p_language: one of the languages; or *, for the templates of all of them as JSON, from which the node takes what each session
-- reads.
CREATE OR REPLACE FUNCTION message_in(p_messages jsonb, p_language text) RETURNS text
    LANGUAGE sql IMMUTABLE AS
$$
SELECT CASE p_language WHEN '*' THEN text(p_messages)
                       ELSE coalesce(p_messages ->> p_language, p_messages ->> 'en', '') END
$$;
