-- When the data of a deleted application began to be erased; null: not yet.
ALTER TABLE application ADD COLUMN erasing_since timestamptz;
CREATE INDEX application_to_erase ON application (deleted_at) WHERE deleted_at IS NOT NULL AND erasing_since IS NULL;
