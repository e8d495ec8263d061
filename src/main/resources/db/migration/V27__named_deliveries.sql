-- The deliveries that a task was told one by one, in the order in which it goes through them, as two lists of the same
-- length; null where it looks for them itself. looked_at then says how many of them are done.
ALTER TABLE background_task ADD COLUMN message_ids uuid[], ADD COLUMN endpoint_ids uuid[];
