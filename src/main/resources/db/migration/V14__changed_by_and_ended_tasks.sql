-- Event types say who changed them last, as applications and endpoints do.
ALTER TABLE event_type ADD COLUMN changed_by text;

CREATE TRIGGER event_type_changed_by BEFORE INSERT OR UPDATE ON event_type
    FOR EACH ROW EXECUTE FUNCTION note_changed_by();

-- Tasks that have ended are taken away after a time.
CREATE INDEX background_task_ended ON background_task (updated_at) WHERE status <> 'running';
