package io.posthorn.endpoint;

import io.posthorn.access.Change;
import io.posthorn.id.IdKind;
import java.util.Collection;

/** What a change of the configuration came to, with how the audit trail names it. */
record Noted<T>(T result, Change change) {

    static Noted<Endpoint> of(Endpoint endpoint, String verb, Collection<String> fields) {
        String id = IdKind.ENDPOINT.format(endpoint.id());
        return new Noted<>(endpoint, Change.in(endpoint.applicationId(), "endpoint." + verb, id, fields));
    }

    static Noted<EventType> of(EventType type, String verb, Collection<String> fields) {
        return new Noted<>(type, Change.of("event_type." + verb, type.name(), fields));
    }
}
