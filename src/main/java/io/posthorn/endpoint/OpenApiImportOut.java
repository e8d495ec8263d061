package io.posthorn.endpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What an import changed, or would change. */
record OpenApiImportOut(Data data) {

    /**
     * @param modified the names of those that are new or different now
     * @param archived the names of those that were archived, or would be, because the document does not have them
     * @param toModify on a dry run those that would be new or different
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Data(
            List<String> modified,
            List<String> archived,
            @JsonProperty("to_modify") @Nullable List<Imported> toModify) {}

    /** An event type as the document has it. */
    record Imported(
            String name,
            String description,
            @Nullable JsonNode schemas,
            boolean deprecated,
            @Nullable String groupName,
            @Nullable List<String> featureFlags) {}
}
