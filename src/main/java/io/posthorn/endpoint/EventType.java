package io.posthorn.endpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An entry of an organization's catalogue of event types.
 *
 * @param archived whether endpoints can no longer newly ask for it
 * @param groupName what the catalogue is grouped by, or null
 * @param featureFlags who may see it: those with one of these; null means everybody
 * @param schemas JSON schemas by their version, or null
 * @param changedBy the name of the key that changed it last; null when nobody did since that is noted
 */
record EventType(
        String name,
        String description,
        boolean archived,
        boolean deprecated,
        @Nullable String groupName,
        @Nullable List<String> featureFlags,
        @Nullable JsonNode schemas,
        Instant createdAt,
        Instant updatedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String changedBy) {

    /** The first of the flags, which is all that older SDKs know; or null. */
    @JsonProperty("featureFlag")
    @Nullable
    String featureFlag() {
        return featureFlags == null ? null : featureFlags.getFirst();
    }

    /** Without what makes a listing long. */
    EventType withoutContent() {
        return new EventType(
                name,
                description,
                archived,
                deprecated,
                groupName,
                featureFlags,
                null,
                createdAt,
                updatedAt,
                changedBy);
    }
}
