-- What a POST with an idempotency key has made, by the name that paths have for it: written in the transaction that makes
-- it, so that a repetition finds it although the first was never answered.
ALTER TABLE idempotent_answer ADD COLUMN made text;
