-- What people have paused: an endpoint, an application (by id), or a host with its port. A row is a pause.
CREATE TABLE pause (
    kind      text        NOT NULL CHECK (kind IN ('endpoint', 'application', 'host')),
    key       text        NOT NULL,
    reason    text,
    paused_by text        NOT NULL,
    since     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (kind, key)
);
