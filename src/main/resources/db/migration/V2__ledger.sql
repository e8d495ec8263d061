-- The ledger: what was accepted, what is still owed, what was tried.
-- No foreign keys: rows live and die by partition. No default partition: it would forbid concurrent detaching.

-- One row per process start. A node writes only while its row stands unfenced.
CREATE TABLE node (
    id         uuid PRIMARY KEY,
    name       text        NOT NULL,
    started_at timestamptz NOT NULL DEFAULT now(),
    beat       bigint      NOT NULL DEFAULT 0,
    fenced_at  timestamptz
) WITH (fillfactor = 50);

-- Written once. Partitioned by the day of the id, which is a UUIDv7.
CREATE TABLE message (
    id         uuid NOT NULL PRIMARY KEY,
    app_id     uuid NOT NULL,
    event_type text NOT NULL,
    event_id   text,
    channels   text[] NOT NULL,
    tags       text[] NOT NULL,
    payload    bytea,
    deliver_at timestamptz,
    expires_at timestamptz
) PARTITION BY RANGE (id);
-- Payloads are JSON that is read whole or not at all: compressing them costs time on every accept.
ALTER TABLE message ALTER COLUMN payload SET STORAGE EXTERNAL;
CREATE INDEX message_by_application ON message (app_id, id);

-- Idempotency keys and event ids, as hashes; outlives no partition and is cleared by expiry.
CREATE TABLE message_key (
    hash         uuid PRIMARY KEY,
    message_id   uuid        NOT NULL,
    request_hash uuid        NOT NULL,
    expires_at   timestamptz NOT NULL
);
CREATE INDEX message_key_by_expiry ON message_key USING brin (expires_at);

-- In with its message, out with the message's last outcome. node_id null: anybody may claim it.
CREATE TABLE pending (
    message_id uuid PRIMARY KEY,
    node_id    uuid
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000,
        autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 100000,
        autovacuum_vacuum_cost_delay = 0, vacuum_truncate = false);

-- Once per attempt. Partitioned by the day of the attempt's own id, so listings read newest partitions first.
--   status   0 delivered, 2 failed
--   code     the status line's number, 0 without an answer
--   trigger  0 scheduled, 1 manual
--   next_at  when the next attempt is due; null when the delivery ended with this one or moved to a delivery row
CREATE TABLE attempt (
    id          uuid     NOT NULL PRIMARY KEY,
    message_id  uuid     NOT NULL,
    endpoint_id uuid     NOT NULL,
    app_id      uuid     NOT NULL,
    event_type  text     NOT NULL,
    url         text     NOT NULL,
    status      smallint NOT NULL,
    code        smallint NOT NULL,
    number      smallint NOT NULL,
    trigger     smallint NOT NULL,
    duration_ms integer  NOT NULL,
    response    bytea,
    detail      text,
    next_at     timestamptz
) PARTITION BY RANGE (id);
CREATE INDEX attempt_by_message ON attempt (message_id);
CREATE INDEX attempt_by_endpoint ON attempt (endpoint_id, id);
CREATE INDEX attempt_by_application ON attempt (app_id, id);
CREATE INDEX attempt_failed_by_endpoint ON attempt (endpoint_id, id) WHERE status <> 0;

-- Only for what waits outside memory, and for what ended without being delivered.
--   state  0 waiting until due_at, 1 held until its endpoint has capacity, 2 exhausted, 3 discarded
CREATE TABLE delivery (
    message_id  uuid     NOT NULL,
    endpoint_id uuid     NOT NULL,
    app_id      uuid     NOT NULL,
    state       smallint NOT NULL,
    attempts    smallint NOT NULL,
    due_at      timestamptz,
    node_id     uuid,
    reason      text,
    PRIMARY KEY (message_id, endpoint_id)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000,
        autovacuum_vacuum_cost_delay = 0, vacuum_truncate = false);
CREATE INDEX delivery_due ON delivery (due_at) WHERE state = 0 AND node_id IS NULL;
CREATE INDEX delivery_held ON delivery (endpoint_id, message_id) WHERE state = 1 AND node_id IS NULL;
CREATE INDEX delivery_owned ON delivery (node_id) WHERE node_id IS NOT NULL;
CREATE INDEX delivery_waiting_by_endpoint ON delivery (endpoint_id, message_id) WHERE state < 2;
