-- The W3C traceparent of what a message was sent by; null for all but those of installations that pass traces on.
ALTER TABLE message ADD COLUMN trace text;
