-- Messages that are to be delivered later stand here instead of in pending, so that the queue's head holds no sleepers.
CREATE TABLE scheduled (
    message_id uuid PRIMARY KEY,
    deliver_at timestamptz NOT NULL
);
CREATE INDEX scheduled_due ON scheduled (deliver_at);

-- The media type of a payload that is sent as it came and need not be JSON; null: a JSON object.
ALTER TABLE message ADD COLUMN content_type text;
