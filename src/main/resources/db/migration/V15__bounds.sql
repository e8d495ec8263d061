-- Up to when the time line of a limited endpoint or host is handed out to nodes, in nanoseconds since 1970 by this
-- server's clock. Unlogged: what a crash forgets is less than a second of the past.
CREATE UNLOGGED TABLE rate_lease (
    key          text PRIMARY KEY,
    leased_until bigint NOT NULL
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000,
        autovacuum_vacuum_cost_delay = 0);

-- When the message of a delivery that waits here expires; null: never, or it does not wait.
ALTER TABLE delivery ADD COLUMN expires_at timestamptz;
CREATE INDEX delivery_expiring ON delivery (expires_at) WHERE state < 2 AND node_id IS NULL AND expires_at IS NOT NULL;

-- From when on an endpoint missed messages because it was disabled; null: nothing, or it was sent again since.
ALTER TABLE endpoint ADD COLUMN missed_since timestamptz;
