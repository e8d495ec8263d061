-- The Idempotency-Key of the request that a task was asked for with, and what it asked: a repetition finds its task.
ALTER TABLE background_task ADD COLUMN request_key text;
CREATE UNIQUE INDEX background_task_request ON background_task (organization_id, request_key)
    WHERE request_key IS NOT NULL;
