package io.posthorn.endpoint;

import io.posthorn.api.Problem;
import io.posthorn.api.TextRule;
import io.posthorn.api.Violation;
import io.posthorn.postgres.JsonColumns;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The event types that an OpenAPI 3 document describes: one for each of its {@code webhooks} (3.1) or
 * {@code x-webhooks} (3.0), under the webhook's name, with the schema of what its operation sends.
 */
final class OpenApiWebhooks {

    /** Most webhooks of one document. */
    static final int MAX_WEBHOOKS = 1_000;

    private static final int MAX_VALUES_PER_SCHEMA = 20_000;
    private static final long MAX_BYTES_IN_ALL = 8 << 20;
    private static final List<String> METHODS = List.of("post", "put", "patch", "get", "delete");
    private static final String FIRST_VERSION = "1";

    private final JsonNode document;
    private final List<Violation> violations = new ArrayList<>();
    private long bytes;

    private OpenApiWebhooks(JsonNode document) {
        this.document = document;
    }

    /**
     * Event types by name, in the document's order.
     *
     * @throws Problem 422 with all that is wrong with the document
     */
    static Map<String, EventTypeIn> read(JsonNode document) {
        return new OpenApiWebhooks(document).read();
    }

    private Map<String, EventTypeIn> read() {
        JsonNode webhooks = document.has("webhooks") ? document.path("webhooks") : document.path("x-webhooks");
        if (!document.path("openapi").asString("").startsWith("3.")) {
            refuse("openapi", "must be a version of OpenAPI 3, such as 3.1.0");
        }
        if (!webhooks.isObject() || webhooks.isEmpty() || webhooks.size() > MAX_WEBHOOKS) {
            refuse(
                    "webhooks",
                    "must be an object of 1 to " + MAX_WEBHOOKS + " webhooks; in OpenAPI 3.0 it is called x-webhooks");
        }
        Map<String, EventTypeIn> types = new LinkedHashMap<>();
        if (violations.isEmpty()) {
            webhooks.properties().forEach(webhook -> types.put(webhook.getKey(), type(webhook)));
        }
        if (!violations.isEmpty()) {
            throw Problem.invalid(violations);
        }
        return types;
    }

    private EventTypeIn type(Map.Entry<String, JsonNode> webhook) {
        if (!TextRule.IDENTIFIER_256.allows(webhook.getKey())) {
            refuse(webhook.getKey(), "as the name of an event type it must be " + TextRule.IDENTIFIER_256.allowed());
        }
        JsonNode operation = operation(resolved(webhook.getValue()));
        return new EventTypeIn(
                description(operation),
                false,
                operation.path("deprecated").asBoolean(false),
                group(operation),
                null,
                schemas(webhook.getKey(), operation));
    }

    private static JsonNode operation(JsonNode path) {
        return METHODS.stream().filter(path::has).findFirst().map(path::path).orElse(path.path("post"));
    }

    private String description(JsonNode operation) {
        return Stream.of(
                        operation.path("description"),
                        operation.path("summary"),
                        resolved(operation.path("requestBody")).path("description"))
                .filter(JsonNode::isString)
                .map(JsonNode::stringValue)
                .filter(text -> !text.isBlank() && TextRule.FREE.allows(text))
                .findFirst()
                .orElse("");
    }

    private static @Nullable String group(JsonNode operation) {
        String tag = operation.path("tags").path(0).asString("");
        return TextRule.IDENTIFIER_256.allows(tag) ? tag : null;
    }

    private @Nullable JsonNode schemas(String name, JsonNode operation) {
        JsonNode content =
                resolved(operation.path("requestBody")).path("content").path("application/json");
        if (!content.path("schema").isObject() && example(content).isMissingNode()) {
            return null;
        }
        try {
            ObjectNode schema = SchemaBundle.of(content.path("schema"), document, MAX_VALUES_PER_SCHEMA);
            addExample(schema, example(content));
            ObjectNode schemas = JsonNodeFactory.instance.objectNode();
            schemas.set(FIRST_VERSION, schema);
            count(name, schemas);
            return schemas;
        } catch (SchemaBundle.TooLargeException _) {
            refuse(name, "has a schema of more than " + MAX_VALUES_PER_SCHEMA + " values with all that it refers to");
            return null;
        }
    }

    private void count(String name, JsonNode schemas) {
        int length = JsonColumns.write(schemas).length();
        bytes += length;
        if (length > EventTypeIn.MAX_SCHEMA_BYTES || bytes > MAX_BYTES_IN_ALL) {
            refuse(
                    name,
                    "has a schema of " + length + " bytes with all that it refers to; allowed are "
                            + EventTypeIn.MAX_SCHEMA_BYTES + ", and " + MAX_BYTES_IN_ALL + " for a whole document");
        }
    }

    private static void addExample(ObjectNode schema, JsonNode example) {
        if (!example.isMissingNode() && !schema.has("example") && !schema.has("examples")) {
            ArrayNode examples = schema.putArray("examples");
            examples.add(example);
        }
    }

    private JsonNode example(JsonNode content) {
        return content.has("example")
                ? content.path("example")
                : content.path("examples")
                        .valueStream()
                        .map(this::resolved)
                        .map(example -> example.path("value"))
                        .filter(value -> !value.isMissingNode())
                        .findFirst()
                        .orElse(JsonNodeFactory.instance.missingNode());
    }

    /** What a reference inside the document stands for; one step, as deep as OpenAPI's own components go. */
    private JsonNode resolved(JsonNode node) {
        String reference = node.path("$ref").asString("");
        return reference.startsWith("#/components/") ? document.at(reference.substring(1)) : node;
    }

    private void refuse(String where, String msg) {
        violations.add(Violation.ofValue(List.of("body", "spec", where), msg));
    }
}
