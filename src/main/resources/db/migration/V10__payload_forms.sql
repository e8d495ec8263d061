-- What an endpoint gets instead of the accepted bytes, and of which messages; null: the bytes, of all. last_test: how the
-- last test send to it went, which is no change of its configuration.
ALTER TABLE endpoint
    ADD COLUMN form      json,
    ADD COLUMN condition json,
    ADD COLUMN last_test json;

-- The one endpoint that an example is for; null: the message goes to all that want it.
ALTER TABLE message ADD COLUMN only_endpoint uuid;
