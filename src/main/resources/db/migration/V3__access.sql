-- Who may call: keys of programs and tokens of portal visitors. Of the text only the SHA-256 is kept.
CREATE TABLE access_key (
    id                  uuid PRIMARY KEY,
    organization_id     uuid NOT NULL REFERENCES organization,
    kind                text NOT NULL CHECK (kind IN ('api_key', 'portal')),
    hash                bytea NOT NULL UNIQUE,
    hint                text NOT NULL,
    name                text NOT NULL,
    grants              text[] NOT NULL,
    applications        uuid[] CHECK (cardinality(applications) > 0),
    requests_per_second integer CHECK (requests_per_second > 0),
    session_id          text,
    feature_flags       text[],
    expires_at          timestamptz,
    last_used_at        timestamptz
);

CREATE INDEX access_key_list ON access_key (organization_id, id) WHERE kind = 'api_key';
CREATE INDEX access_key_portal ON access_key USING gin (applications) WHERE kind = 'portal';
CREATE INDEX access_key_expiry ON access_key (expires_at) WHERE expires_at IS NOT NULL;

-- Who changed what, written in the transaction of the change. It names fields, never values.
CREATE TABLE audit_entry (
    id              uuid PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organization,
    application_id  uuid,
    action          text NOT NULL,
    subject         text NOT NULL,
    fields          text[] NOT NULL,
    caller_kind     text NOT NULL,
    caller_name     text NOT NULL,
    caller_id       text
);

CREATE INDEX audit_entry_list ON audit_entry (organization_id, id);
CREATE INDEX audit_entry_application ON audit_entry (application_id, id) WHERE application_id IS NOT NULL;
CREATE INDEX audit_entry_subject ON audit_entry (organization_id, subject, id);

-- Every changing transaction says in a setting of its own who makes it, so no statement needs to repeat it.
ALTER TABLE application ADD COLUMN changed_by text;
ALTER TABLE endpoint ADD COLUMN changed_by text;

CREATE FUNCTION note_changed_by() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.changed_by := coalesce(nullif(current_setting('posthorn.caller', true), ''), NEW.changed_by);
    RETURN NEW;
END $$;

CREATE TRIGGER application_changed_by BEFORE INSERT OR UPDATE ON application
    FOR EACH ROW EXECUTE FUNCTION note_changed_by();
CREATE TRIGGER endpoint_changed_by BEFORE INSERT OR UPDATE ON endpoint
    FOR EACH ROW EXECUTE FUNCTION note_changed_by();

-- Answers to POSTs that carried an idempotency key; without a status the first one is still being worked on. The
-- answer is encrypted under a key that is made of what only the caller has.
CREATE TABLE idempotent_answer (
    hash         uuid PRIMARY KEY,
    request_hash uuid NOT NULL,
    claim        uuid NOT NULL,
    leased_until timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    status       integer,
    answer       bytea
);

CREATE INDEX idempotent_answer_expiry ON idempotent_answer (expires_at);
