package io.posthorn.endpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthorn.postgres.JsonColumns;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How the last test send to an endpoint went.
 *
 * @param status the number on the status line; null without an answer
 * @param reason what was wrong, in plain words; null when it was delivered
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LastTest(
        Instant at,
        boolean delivered,
        @Nullable Integer status,
        @Nullable String reason) {

    String json() {
        return JsonColumns.write(this);
    }

    static @Nullable LastTest stored(@Nullable String json) {
        if (json == null) {
            return null;
        }
        JsonNode test = JsonColumns.readNode(json);
        return new LastTest(
                Instant.parse(test.path("at").stringValue()),
                test.path("delivered").booleanValue(),
                test.path("status").isNumber() ? test.path("status").intValue() : null,
                test.path("reason").isString() ? test.path("reason").stringValue() : null);
    }
}
