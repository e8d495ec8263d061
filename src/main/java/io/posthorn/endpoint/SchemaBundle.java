package io.posthorn.endpoint;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes a schema of an OpenAPI document stand on its own: what it refers to among the document's components moves into
 * its {@code $defs}.
 */
final class SchemaBundle {

    private static final String COMPONENTS = "#/components/schemas/";
    private static final String DEFS = "$defs";
    private static final String REF = "$ref";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final JsonNode components;
    private final Set<String> wanted = new LinkedHashSet<>();
    private int left;

    private SchemaBundle(JsonNode document, int maxValues) {
        this.components = document.path("components").path("schemas");
        this.left = maxValues;
    }

    /**
     * The schema with all that it needs.
     *
     * @param maxValues of the schema and what it needs
     * @throws TooLargeException when it has more
     */
    static ObjectNode of(JsonNode schema, JsonNode document, int maxValues) {
        return new SchemaBundle(document, maxValues).bundle(schema);
    }

    private ObjectNode bundle(JsonNode schema) {
        ObjectNode whole = JSON.objectNode();
        if (copy(schema) instanceof ObjectNode copied) {
            whole = copied;
        }
        Set<String> done = new LinkedHashSet<>();
        ObjectNode defs = JSON.objectNode();
        while (done.size() < wanted.size()) {
            for (String name : Set.copyOf(wanted)) {
                if (done.add(name)) {
                    defs.set(name, copy(components.path(name)));
                }
            }
        }
        if (!defs.isEmpty()) {
            whole.withObjectProperty(DEFS).setAll(sorted(defs));
        }
        return whole;
    }

    private static ObjectNode sorted(ObjectNode defs) {
        ObjectNode sorted = JSON.objectNode();
        defs.propertyNames().stream().sorted().forEach(name -> sorted.set(name, defs.get(name)));
        return sorted;
    }

    private JsonNode copy(JsonNode node) {
        if (--left < 0) {
            throw new TooLargeException();
        }
        return switch (node) {
            case ObjectNode object -> copyOf(object);
            case ArrayNode list -> {
                ArrayNode copy = JSON.arrayNode();
                list.forEach(item -> copy.add(copy(item)));
                yield copy;
            }
            default -> node;
        };
    }

    private ObjectNode copyOf(ObjectNode object) {
        ObjectNode copy = JSON.objectNode();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            boolean reference = member.getKey().equals(REF) && member.getValue().isString();
            copy.set(
                    member.getKey(),
                    reference ? JSON.stringNode(moved(member.getValue().stringValue())) : copy(member.getValue()));
        }
        return copy;
    }

    /** The reference under its new address, if it is to a component that is there. */
    private String moved(String reference) {
        String name = reference.startsWith(COMPONENTS) ? reference.substring(COMPONENTS.length()) : "";
        if (!components.has(name)) {
            return reference;
        }
        wanted.add(name);
        return "#/" + DEFS + "/" + name;
    }

    /** A schema with all that it needs is too large. */
    static final class TooLargeException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TooLargeException() {
            super("a schema is too large", null, false, false);
        }
    }
}
