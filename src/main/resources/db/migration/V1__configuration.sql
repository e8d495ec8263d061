-- The configuration: small tables that every node keeps in memory. Each change raises config_version first, in its
-- own transaction; the lock of that one row makes versions commit in their own order.

CREATE TABLE config_version (
    single  boolean PRIMARY KEY DEFAULT true CHECK (single),
    version bigint NOT NULL
);

INSERT INTO config_version (version) VALUES (1);

CREATE TABLE organization (
    id         uuid PRIMARY KEY,
    name       text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

INSERT INTO organization (id, name) VALUES ('019a0000-0000-7000-8000-000000000001', 'default');

-- Rows are kept after deletion so that a copy in memory can read what went since its version.
CREATE TABLE application (
    id              uuid PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organization,
    uid             text,
    name            text NOT NULL,
    throttle_rate   integer CHECK (throttle_rate > 0),
    metadata        jsonb NOT NULL DEFAULT '{}',
    version         bigint NOT NULL,
    updated_at      timestamptz NOT NULL,
    deleted_at      timestamptz
);

CREATE UNIQUE INDEX application_uid ON application (organization_id, uid) WHERE deleted_at IS NULL;
CREATE INDEX application_list ON application (organization_id, id) WHERE deleted_at IS NULL;
CREATE INDEX application_version ON application (version, id);

-- The names are compared byte by byte, as the listing's order and its cursor are.
CREATE TABLE event_type (
    organization_id uuid NOT NULL REFERENCES organization,
    name            text COLLATE "C" NOT NULL,
    description     text NOT NULL,
    archived        boolean NOT NULL DEFAULT false,
    deprecated      boolean NOT NULL DEFAULT false,
    feature_flag    text,
    schemas         json,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    PRIMARY KEY (organization_id, name)
);

-- event_types and channels: null means all, future ones too; an empty array is never stored.
CREATE TABLE endpoint (
    id              uuid PRIMARY KEY,
    application_id  uuid NOT NULL REFERENCES application,
    uid             text,
    url             text NOT NULL,
    description     text NOT NULL DEFAULT '',
    disabled        boolean NOT NULL DEFAULT false,
    disabled_reason text,
    event_types     text[] CHECK (cardinality(event_types) > 0),
    channels        text[] CHECK (cardinality(channels) > 0),
    throttle_rate   integer CHECK (throttle_rate > 0),
    metadata        jsonb NOT NULL DEFAULT '{}',
    version         bigint NOT NULL,
    updated_at      timestamptz NOT NULL,
    deleted_at      timestamptz
);

CREATE UNIQUE INDEX endpoint_uid ON endpoint (application_id, uid) WHERE deleted_at IS NULL;
CREATE INDEX endpoint_list ON endpoint (application_id, id);
CREATE INDEX endpoint_version ON endpoint (version, id);

-- Every row that has not expired signs; the newest is the one that is shown.
CREATE TABLE endpoint_secret (
    id          uuid PRIMARY KEY,
    endpoint_id uuid NOT NULL REFERENCES endpoint,
    key         bytea NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    expires_at  timestamptz
);

CREATE INDEX endpoint_secret_endpoint ON endpoint_secret (endpoint_id);
CREATE INDEX endpoint_secret_expiry ON endpoint_secret (expires_at) WHERE expires_at IS NOT NULL;
