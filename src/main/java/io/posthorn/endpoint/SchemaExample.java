package io.posthorn.endpoint;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes up a value that a JSON Schema describes. It says what such a value looks like and does not promise to pass
 * every check. Bounded: deep, wide and recursive schemas come out cut short.
 */
final class SchemaExample {

    private static final int MAX_DEPTH = 12;
    private static final int MAX_VALUES = 2_000;
    private static final int MAX_ITEMS = 3;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final Map<String, String> FORMATS = Map.of(
            "date-time", "2026-01-31T12:00:00Z",
            "date", "2026-01-31",
            "time", "12:00:00Z",
            "duration", "PT1H",
            "email", "someone@example.com",
            "hostname", "example.com",
            "ipv4", "192.0.2.1",
            "ipv6", "2001:db8::1",
            "uri", "https://example.com/",
            "uuid", "018f4c7e-5f2b-7000-8000-000000000000");

    private final JsonNode root;
    private int values;

    private SchemaExample(JsonNode root) {
        this.root = root;
    }

    static JsonNode of(JsonNode schema) {
        return new SchemaExample(schema).value(schema, 0);
    }

    private JsonNode value(JsonNode schema, int depth) {
        JsonNode resolved = resolved(schema);
        return given(resolved).orElseGet(() -> made(resolved, depth));
    }

    /** What the schema's author wrote down. */
    private static Optional<JsonNode> given(JsonNode schema) {
        return Stream.of(
                        schema.path("example"),
                        schema.path("examples").path(0),
                        schema.path("const"),
                        schema.path("default"),
                        schema.path("enum").path(0))
                .filter(value -> !value.isMissingNode())
                .findFirst();
    }

    private JsonNode made(JsonNode schema, int depth) {
        if (++values > MAX_VALUES || depth > MAX_DEPTH) {
            return JSON.nullNode();
        }
        JsonNode choice = Stream.of(
                        schema.path("oneOf").path(0), schema.path("anyOf").path(0))
                .filter(JsonNode::isObject)
                .findFirst()
                .orElse(schema);
        if (choice != schema && !schema.has("properties")) {
            return value(choice, depth + 1);
        }
        return switch (type(schema)) {
            case "object" -> object(schema, depth);
            case "array" -> list(schema, depth);
            case "integer" -> JSON.numberNode(Math.round(least(schema)));
            case "number" -> JSON.numberNode(schema.has("minimum") ? least(schema) : 1.5);
            case "boolean" -> JSON.booleanNode(true);
            case "null" -> JSON.nullNode();
            default -> JSON.stringNode(text(schema));
        };
    }

    private static String type(JsonNode schema) {
        JsonNode type = schema.path("type").isArray() ? schema.path("type").path(0) : schema.path("type");
        if (type.isString()) {
            return type.stringValue();
        }
        boolean object = schema.has("properties") || schema.has("allOf") || schema.isEmpty();
        return object ? "object" : schema.has("items") ? "array" : "string";
    }

    private ObjectNode object(JsonNode schema, int depth) {
        ObjectNode object = JSON.objectNode();
        schema.path("allOf").forEach(part -> {
            if (value(part, depth + 1) instanceof ObjectNode members) {
                object.setAll(members);
            }
        });
        schema.path("properties").properties().forEach(property -> {
            if (values < MAX_VALUES) {
                object.set(property.getKey(), value(property.getValue(), depth + 1));
            }
        });
        return object;
    }

    private ArrayNode list(JsonNode schema, int depth) {
        ArrayNode list = JSON.arrayNode();
        int items = Math.clamp(schema.path("minItems").asInt(1), 1, MAX_ITEMS);
        for (int i = 0; i < items && values < MAX_VALUES; i++) {
            list.add(value(schema.path("items"), depth + 1));
        }
        return list;
    }

    private static double least(JsonNode schema) {
        return schema.path("minimum").asDouble(1);
    }

    private static String text(JsonNode schema) {
        String text = FORMATS.getOrDefault(schema.path("format").asString(""), "text");
        int longest = Math.max(0, schema.path("maxLength").asInt(text.length()));
        return text.substring(0, Math.min(longest, text.length()));
    }

    /** What a reference inside the schema stands for; one that leads in a circle ends at the greatest depth. */
    private JsonNode resolved(JsonNode schema) {
        JsonNode target = schema;
        for (int steps = 0; steps < MAX_DEPTH && target.has("$ref"); steps++) {
            String reference = target.path("$ref").asString("");
            target = reference.startsWith("#") ? at(reference.substring(1)) : JSON.objectNode();
        }
        return target;
    }

    private JsonNode at(String pointer) {
        boolean valid = pointer.isEmpty() || pointer.startsWith("/");
        return valid ? root.at(pointer) : JSON.objectNode();
    }
}
