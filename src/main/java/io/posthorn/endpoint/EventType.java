package io.posthorn.endpoint;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An entry of an organization's catalogue of event types.
 *
 * @param archived whether endpoints can no longer newly ask for it
 * @param schemas JSON schemas by their version, or null
 */
record EventType(
        String name,
        String description,
        boolean archived,
        boolean deprecated,
        @Nullable String featureFlag,
        @Nullable JsonNode schemas,
        Instant createdAt,
        Instant updatedAt) {

    /** Without what makes a listing long. */
    EventType withoutContent() {
        return new EventType(name, description, archived, deprecated, featureFlag, null, createdAt, updatedAt);
    }
}
