package io.posthorn.endpoint;

import io.posthorn.api.RequestFields;
import io.posthorn.api.TextRule;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a caller may say about an event type, its name aside. */
record EventTypeIn(
        String description,
        boolean archived,
        boolean deprecated,
        @Nullable String featureFlag,
        @Nullable JsonNode schemas) {

    static String name(RequestFields fields) {
        return fields.text("name", TextRule.IDENTIFIER_256);
    }

    /** All of it, as a create or update says it: what is left out has no value. */
    static EventTypeIn whole(RequestFields fields) {
        return new EventTypeIn(
                fields.text("description", TextRule.FREE),
                fields.flag("archived", false),
                fields.flag("deprecated", false),
                fields.optionalText("featureFlag", TextRule.IDENTIFIER_256),
                fields.optionalObjects("schemas"));
    }

    /** A part of it, as a patch says it: what is left out stays as it is. */
    static EventTypeIn patched(RequestFields fields, EventType current) {
        return new EventTypeIn(
                fields.has("description") ? fields.text("description", TextRule.FREE) : current.description(),
                fields.flag("archived", current.archived()),
                fields.flag("deprecated", current.deprecated()),
                fields.has("featureFlag")
                        ? fields.optionalText("featureFlag", TextRule.IDENTIFIER_256)
                        : current.featureFlag(),
                fields.has("schemas") ? fields.optionalObjects("schemas") : current.schemas());
    }
}
