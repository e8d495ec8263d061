-- session_mark ends the name of each session that writes for the node, so that those who take over can end them.
-- ended_at: the row is kept for a day. A node that finds none of its own knows that the database is older than it was.
ALTER TABLE node ADD COLUMN session_mark text, ADD COLUMN ended_at timestamptz;

-- The one row that all nodes look at with each heartbeat.
--   server      system identifier and timeline of the server that was written to last
--   stopped_at  since when nothing is sent; null while deliveries are made
CREATE TABLE installation (
    single          boolean PRIMARY KEY DEFAULT true CHECK (single),
    server          text,
    stopped_at      timestamptz,
    stopped_because text
);

INSERT INTO installation DEFAULT VALUES;
