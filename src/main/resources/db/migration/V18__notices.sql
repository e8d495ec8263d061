-- What the sending product is to be told: written in the transaction of what happened, and taken out in the one that
-- writes the operational message. Operational endpoints belong to an application that has its organization's own id; it
-- is made with the first of them and shown nowhere.
--   kind        the event type of the operational message
--   attempt_id  the attempt it is about; null: the newest one of the delivery
--   detail      what the record will not say any more
CREATE TABLE notice (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind        text        NOT NULL,
    app_id      uuid        NOT NULL,
    message_id  uuid,
    endpoint_id uuid,
    attempt_id  uuid,
    detail      json,
    at          timestamptz NOT NULL DEFAULT clock_timestamp()
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000,
        autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 100000,
        autovacuum_vacuum_cost_delay = 0, vacuum_truncate = false);

-- Whether some operational endpoint of the organization wants such a message.
CREATE FUNCTION is_heard(organization uuid, event_type text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT 1 FROM endpoint
                   WHERE application_id = organization AND deleted_at IS NULL AND NOT disabled
                     AND (event_types IS NULL OR event_type = ANY (event_types)))
$$;

-- Of what happens in the application of operational endpoints itself nobody is told, so that no message begets others.
CREATE FUNCTION give_notice(about text, application_id uuid, message uuid, endpoint uuid, said json)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO notice (kind, app_id, message_id, endpoint_id, detail)
    SELECT about, a.id, message, endpoint, said FROM application a
    WHERE a.id = application_id AND a.id <> a.organization_id AND is_heard(a.organization_id, about);
END $$;

CREATE FUNCTION rfc3339(moment timestamptz) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;

-- Deliveries end undelivered in many ways, and each of them leaves a row. What was delivered has none: of that the
-- writer of outcomes gives notice.
CREATE FUNCTION notice_of_ended_delivery() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM give_notice(CASE NEW.state WHEN 2 THEN 'message.attempt.exhausted' ELSE 'message.discarded' END,
                        NEW.app_id, NEW.message_id, NEW.endpoint_id, json_build_object('reason', NEW.reason));
    PERFORM give_notice('message.completed', NEW.app_id, NEW.message_id, NULL, NULL);
    RETURN NULL;
END $$;

CREATE TRIGGER delivery_ended_at_once AFTER INSERT ON delivery
    FOR EACH ROW WHEN (NEW.state >= 2) EXECUTE FUNCTION notice_of_ended_delivery();
CREATE TRIGGER delivery_ended AFTER UPDATE OF state ON delivery
    FOR EACH ROW WHEN (NEW.state >= 2 AND OLD.state < 2) EXECUTE FUNCTION notice_of_ended_delivery();

CREATE FUNCTION notice_of_endpoint() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    said json := json_build_object('endpointUid', NEW.uid);
    off boolean := TG_OP = 'UPDATE' AND NEW.disabled AND NOT OLD.disabled;
    by_caller boolean := NEW.disabled_reason IS NOT DISTINCT FROM 'disabled through the API';
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM give_notice('endpoint.created', NEW.application_id, NULL, NEW.id, said);
    ELSIF NEW.deleted_at IS NOT NULL THEN
        PERFORM give_notice('endpoint.deleted', NEW.application_id, NULL, NEW.id, said);
    ELSIF NOT off OR by_caller THEN
        PERFORM give_notice('endpoint.updated', NEW.application_id, NULL, NEW.id, said);
    END IF;
    IF off THEN
        PERFORM give_notice('endpoint.disabled', NEW.application_id, NULL, NEW.id, json_build_object(
            'endpointUid', NEW.uid, 'reason', NEW.disabled_reason,
            'trigger', CASE WHEN by_caller THEN 'manual' ELSE 'automatic' END,
            'failSince', rfc3339(coalesce((SELECT failing_since FROM endpoint_health WHERE endpoint_id = NEW.id),
                                          now()))));
    ELSIF TG_OP = 'UPDATE' AND OLD.disabled AND NOT NEW.disabled THEN
        PERFORM give_notice('endpoint.enabled', NEW.application_id, NULL, NEW.id, said);
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER endpoint_created AFTER INSERT ON endpoint
    FOR EACH ROW EXECUTE FUNCTION notice_of_endpoint();
-- What the machine does to a row by itself, such as taking out an expired secret, leaves its time of change alone.
CREATE TRIGGER endpoint_changed AFTER UPDATE ON endpoint
    FOR EACH ROW WHEN (OLD.updated_at IS DISTINCT FROM NEW.updated_at AND OLD.deleted_at IS NULL)
    EXECUTE FUNCTION notice_of_endpoint();

CREATE FUNCTION notice_of_warning() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM give_notice('endpoint.disabling', e.application_id, NULL, e.id, json_build_object(
        'endpointUid', e.uid, 'failSince', rfc3339(NEW.failing_since)))
    FROM endpoint e WHERE e.id = NEW.endpoint_id;
    RETURN NULL;
END $$;

CREATE TRIGGER endpoint_warned AFTER UPDATE OF warned_at ON endpoint_health
    FOR EACH ROW WHEN (OLD.warned_at IS NULL AND NEW.warned_at IS NOT NULL) EXECUTE FUNCTION notice_of_warning();
