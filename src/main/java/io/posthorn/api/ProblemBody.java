package io.posthorn.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The members of a problem document: those of RFC 9457 and Svix's {@code code}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"type", "title", "status", "code", "detail", "instance"})
record ProblemBody(
        String type,
        String title,
        int status,
        String code,
        Object detail,
        @Nullable String instance) {

    private static final JsonMapper JSON = new JsonMapper();

    byte[] json() {
        return JSON.writeValueAsBytes(this);
    }

    static ProblemBody of(Problem problem, @Nullable String instance) {
        return new ProblemBody(
                "about:blank", problem.title(), problem.status(), problem.code(), problem.detail(), instance);
    }
}
