-- Somebody has looked at a delivery that failed for good and has seen to it; null: nobody has, so it is to be reviewed.
ALTER TABLE delivery ADD COLUMN handled_at timestamptz, ADD COLUMN handled_by text;
CREATE INDEX delivery_to_review ON delivery (app_id, message_id, endpoint_id)
    WHERE handled_at IS NULL AND (state = 2 OR (state = 3 AND attempts > 0 AND reason NOT LIKE 'cancel%'));
CREATE INDEX delivery_handled ON delivery (app_id, message_id, endpoint_id)
    WHERE handled_at IS NOT NULL AND (state = 2 OR (state = 3 AND attempts > 0 AND reason NOT LIKE 'cancel%'));

-- Whether a task means only those that are marked as handled, or only the others; null: both.
ALTER TABLE background_task ADD COLUMN handled boolean;
