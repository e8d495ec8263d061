-- Secrets at rest: the id of the master key that a value is sealed with; null where the value is in the clear, as every
-- row was before. A sealed secret is the text form of the secret, one in the clear is the bytes of its key.
ALTER TABLE endpoint_secret ADD COLUMN sealed_with text;

-- The headers that an endpoint adds: a sealed JSON object of texts.
ALTER TABLE endpoint
    ADD COLUMN headers             bytea,
    ADD COLUMN headers_sealed_with text CHECK ((headers IS NULL) = (headers_sealed_with IS NULL)),
    ADD COLUMN retry               json,
    ADD COLUMN timeout_seconds     smallint CHECK (timeout_seconds BETWEEN 1 AND 30);

-- Null means what the organization says, and then what the installation's settings say.
ALTER TABLE application
    ADD COLUMN max_endpoints   integer CHECK (max_endpoints >= 0),
    ADD COLUMN user_agent      text,
    ADD COLUMN retry           json,
    ADD COLUMN timeout_seconds smallint CHECK (timeout_seconds BETWEEN 1 AND 30);
ALTER TABLE organization ADD COLUMN user_agent text;

-- One flag becomes a list of them; an empty list is never stored.
ALTER TABLE event_type
    ADD COLUMN group_name    text,
    ADD COLUMN feature_flags text[] CHECK (cardinality(feature_flags) > 0);
UPDATE event_type SET feature_flags = ARRAY [feature_flag] WHERE feature_flag IS NOT NULL;
ALTER TABLE event_type DROP COLUMN feature_flag;
