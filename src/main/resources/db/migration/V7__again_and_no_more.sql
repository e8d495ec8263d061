-- Sending again, taking contents back, and the tasks that do either to many messages.

-- round: which request for sending the delivery answers; 0 for the one that came with the message, else from the
--   sequence, so that what an older request still has in memory never overwrites what a newer one wrote
-- base: attempts made before that request; the schedule counts from there
ALTER TABLE delivery ADD COLUMN round bigint NOT NULL DEFAULT 0, ADD COLUMN base smallint NOT NULL DEFAULT 0;
CREATE SEQUENCE delivery_round;
CREATE INDEX delivery_ended_by_endpoint ON delivery (endpoint_id, message_id) WHERE state >= 2;

-- expunge_at: when the payload is to go before its partition does; null for most, which then are in no index for it
ALTER TABLE message ADD COLUMN expunge_at timestamptz;
CREATE INDEX message_to_expunge ON message (expunge_at) WHERE expunge_at IS NOT NULL;
CREATE INDEX message_by_event_id ON message (app_id, event_id) WHERE event_id IS NOT NULL;

-- Messages whose contents were taken back while some node had them in memory; nodes look here every second.
CREATE TABLE recalled (
    message_id uuid PRIMARY KEY,
    at         timestamptz NOT NULL
);
CREATE INDEX recalled_by_time ON recalled (at);

-- What is done to many messages, page by page. Its row is locked for one page at a time, and the page's effects, the
-- cursor and the counts are committed together.
--   status  running, finished, failed or cancelled
--   reached everything up to this message is done
CREATE TABLE background_task (
    id              uuid PRIMARY KEY,
    organization_id uuid        NOT NULL REFERENCES organization,
    kind            text        NOT NULL,
    application_id  uuid        NOT NULL,
    endpoint_id     uuid,
    status          text        NOT NULL,
    first_id        uuid        NOT NULL,
    end_id          uuid        NOT NULL,
    event_types     text[]      NOT NULL,
    channel         text,
    tag             text,
    wanted_status   smallint,
    code_class      smallint,
    per_second      integer,
    reached         uuid        NOT NULL,
    looked_at       bigint      NOT NULL DEFAULT 0,
    done            bigint      NOT NULL DEFAULT 0,
    reason          text,
    created_by      text        NOT NULL,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    next_at         timestamptz NOT NULL
);
CREATE INDEX background_task_running ON background_task (next_at) WHERE status = 'running';
CREATE INDEX background_task_list ON background_task (organization_id, id);
