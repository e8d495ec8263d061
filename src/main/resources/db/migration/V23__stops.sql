-- Operators may also stop everything that is sent for an organization (by id), or everything there is (key '').
ALTER TABLE pause DROP CONSTRAINT pause_kind_check;
ALTER TABLE pause ADD CONSTRAINT pause_kind_check
    CHECK (kind IN ('endpoint', 'application', 'host', 'organization', 'everything'));
