package io.posthorn.endpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthorn.form.Condition;
import io.posthorn.form.Form;
import io.posthorn.postgres.JsonColumns;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What an endpoint gets, and of which messages.
 *
 * @param formOut the form as its owner said it; null when nothing was said
 * @param form the same, ready for use; null for the accepted bytes as they are
 * @param conditionOut the condition as its owner said it; null for none
 * @param condition the same, ready for use
 */
public record Shape(
        @Nullable FormOut formOut,
        @Nullable Form form,
        @Nullable ConditionOut conditionOut,
        @Nullable Condition condition) {

    /** The accepted bytes of all messages. */
    public static final Shape NONE = new Shape(null, null, null, null);

    static final Shape UNREADABLE = new Shape(
            null,
            Form.unreadable("the endpoint's form or condition cannot be read by this version; save it again"),
            null,
            null);

    /** A form as the API shows it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record FormOut(
            String kind,
            @Nullable String template,
            @Nullable String text,
            @Nullable String contentType) {}

    /**
     * A condition as the API shows it.
     *
     * @param value a text, number, boolean, null or list of them; left out where the operator has none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ConditionOut(
            String path, String operator, @Nullable JsonNode value) {}

    /**
     * Why the endpoint does not get a message with this payload, as far as its condition goes.
     *
     * @param contentType the media type of a payload that is sent as raw text; null for a JSON object
     * @return a part of a sentence; null when it gets it
     */
    public @Nullable String whyNot(byte[] payload, @Nullable String contentType) {
        return condition == null ? null : condition.whyNot(payload, contentType);
    }

    @Nullable
    String formJson() {
        return formOut == null ? null : JsonColumns.write(formOut);
    }

    @Nullable
    String conditionJson() {
        return conditionOut == null ? null : JsonColumns.write(conditionOut);
    }
}
