package io.posthorn.reference;

import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The answers that operations have because of what they are: with a key, a path parameter, a query, a body, or as
 * a POST. What an operation says itself wins.
 */
final class OperationRules {

    private static final String RESPONSES = "responses";

    private final JsonNode rules;

    OperationRules(JsonNode rules) {
        this.rules = rules;
    }

    /** Adds the answers that the operation does not mention, puts all of them in order, and names the permission. */
    void complete(Operation operation) {
        describePermission(operation.node());
        apply("secured", operation.secured(), operation);
        apply("path", operation.has("path"), operation);
        apply("query", operation.has("query"), operation);
        apply("post", operation.secured() && operation.method().equals("post"), operation);
        apply("body", operation.hasBody(), operation);
        sort(operation.node());
    }

    /** In the description too, because pages show no extensions. */
    private static void describePermission(ObjectNode operation) {
        String permission = operation.path("x-posthorn-permission").stringValue("");
        if (!permission.isEmpty()) {
            String description = operation.path("description").stringValue("").strip();
            operation.put("description", (description + "\n\nNeeds the permission `" + permission + "`.").strip());
        }
    }

    private void apply(String rule, boolean applies, Operation operation) {
        if (applies) {
            ObjectNode answers = operation.node().withObject("/" + RESPONSES);
            rules.path(rule).properties().forEach(answer -> answers.putIfAbsent(answer.getKey(), answer.getValue()));
        }
    }

    private static void sort(ObjectNode operation) {
        TreeMap<String, JsonNode> sorted = new TreeMap<>();
        operation.path(RESPONSES).properties().forEach(answer -> sorted.put(answer.getKey(), answer.getValue()));
        operation.putObject(RESPONSES).setAll(sorted);
    }
}
