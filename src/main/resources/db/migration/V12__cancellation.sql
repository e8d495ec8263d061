-- What was called off: nothing of messages from before goes to the endpoint any more, unless it is asked for again.
CREATE TABLE cancellation (
    endpoint_id uuid PRIMARY KEY,
    before_id   uuid        NOT NULL,
    changed_at  timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX cancellation_changes ON cancellation (changed_at);
