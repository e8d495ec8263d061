-- What is known of endpoints that are not well, for all nodes; a row of one that is well again says nothing any more.
CREATE TABLE endpoint_health (
    endpoint_id   uuid PRIMARY KEY,
    held_until    timestamptz,
    reason        text,
    failing_since timestamptz,
    warned_at     timestamptz,
    changed_at    timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX endpoint_health_changes ON endpoint_health (changed_at);
CREATE INDEX endpoint_health_failing ON endpoint_health (failing_since) WHERE failing_since IS NOT NULL;
