package io.posthorn.endpoint;

import io.posthorn.api.RequestFields;
import io.posthorn.api.TextRule;
import io.posthorn.postgres.JsonColumns;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a caller may say about an event type, its name aside. */
record EventTypeIn(
        String description,
        boolean archived,
        boolean deprecated,
        @Nullable String groupName,
        @Nullable List<String> featureFlags,
        @Nullable JsonNode schemas) {

    /** Most feature flags of one event type. */
    static final int MAX_FEATURE_FLAGS = 10;

    /** Most bytes of all schemas of one event type. */
    static final int MAX_SCHEMA_BYTES = 131_072;

    private static final String GROUP = "groupName";
    private static final String FLAGS = "featureFlags";
    private static final String FLAG = "featureFlag";
    private static final String SCHEMAS = "schemas";

    /** What an event type is like of which nothing is said. */
    static final EventTypeIn NOTHING = new EventTypeIn("", false, false, null, null, null);

    /** What would have to be said for the event type to be as it is. */
    static EventTypeIn of(EventType type) {
        return new EventTypeIn(
                type.description(),
                type.archived(),
                type.deprecated(),
                type.groupName(),
                type.featureFlags(),
                type.schemas());
    }

    /** The same, archived. */
    EventTypeIn intoTheArchive() {
        return new EventTypeIn(description, true, deprecated, groupName, featureFlags, schemas);
    }

    /** The names of the fields in which the two differ. */
    List<String> differingFrom(EventTypeIn other) {
        return new DifferingFields()
                .compare("description", description, other.description)
                .compare("archived", archived, other.archived)
                .compare("deprecated", deprecated, other.deprecated)
                .compare(GROUP, groupName, other.groupName)
                .compare(FLAGS, featureFlags, other.featureFlags)
                .compare(SCHEMAS, schemasJson(), other.schemasJson())
                .names();
    }

    /** As they are stored: trees that were made in different ways hold equal numbers in different types. */
    private @Nullable String schemasJson() {
        return schemas == null ? null : JsonColumns.write(schemas);
    }

    static String name(RequestFields fields) {
        return fields.text("name", TextRule.IDENTIFIER_256);
    }

    /** All of it, as a create or update says it: what is left out has no value. */
    static EventTypeIn whole(RequestFields fields) {
        return new EventTypeIn(
                fields.text("description", TextRule.FREE),
                fields.flag("archived", false),
                fields.flag("deprecated", false),
                fields.optionalText(GROUP, TextRule.IDENTIFIER_256),
                featureFlags(fields),
                schemas(fields));
    }

    /** A part of it, as a patch says it: what is left out stays as it is. */
    static EventTypeIn patched(RequestFields fields, EventType current) {
        return new EventTypeIn(
                fields.has("description") ? fields.text("description", TextRule.FREE) : current.description(),
                fields.flag("archived", current.archived()),
                fields.flag("deprecated", current.deprecated()),
                fields.has(GROUP) ? fields.optionalText(GROUP, TextRule.IDENTIFIER_256) : current.groupName(),
                fields.has(FLAGS) || fields.has(FLAG) ? featureFlags(fields) : current.featureFlags(),
                fields.has(SCHEMAS) ? schemas(fields) : current.schemas());
    }

    /** The list, or the one flag that older SDKs send. */
    private static @Nullable List<String> featureFlags(RequestFields fields) {
        Set<String> flags = fields.optionalTexts(FLAGS, TextRule.IDENTIFIER_256, MAX_FEATURE_FLAGS);
        String flag = fields.optionalText(FLAG, TextRule.IDENTIFIER_256);
        if (flags != null && flag != null && !flags.contains(flag)) {
            fields.refuse(FLAG, "is not one of '" + FLAGS + "', which says the same: send one of them");
        }
        if (flags == null) {
            return flag == null ? null : List.of(flag);
        }
        return List.copyOf(flags);
    }

    private static @Nullable JsonNode schemas(RequestFields fields) {
        JsonNode schemas = fields.optionalObjects(SCHEMAS);
        if (schemas != null && JsonColumns.write(schemas).length() > MAX_SCHEMA_BYTES) {
            fields.refuse(SCHEMAS, "must have at most " + MAX_SCHEMA_BYTES + " bytes in all");
        }
        return schemas == null || schemas.isEmpty() ? null : schemas;
    }
}
