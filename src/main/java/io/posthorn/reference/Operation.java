package io.posthorn.reference;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One operation of the document.
 *
 * @param document all of it, for references
 * @param path as a template
 * @param method in lower case
 * @param node what the document says of the operation
 */
record Operation(ObjectNode document, String path, String method, ObjectNode node) {

    private static final Set<String> METHODS =
            Set.of("get", "head", "post", "put", "patch", "delete", "options", "trace");
    private static final String PARAMETERS = "parameters";

    /** All operations under {@code paths}, in the document's order. */
    static List<Operation> all(ObjectNode document) {
        return document.path("paths").properties().stream()
                .flatMap(item -> item.getValue().properties().stream()
                        .filter(member -> METHODS.contains(member.getKey()))
                        .map(member -> new Operation(
                                document, item.getKey(), member.getKey(), (ObjectNode) member.getValue())))
                .toList();
    }

    /** Its parameters and those of its path, references resolved. */
    List<JsonNode> parameters() {
        JsonNode ofPath = document.path("paths").path(path).path(PARAMETERS);
        return Stream.concat(ofPath.valueStream(), node.path(PARAMETERS).valueStream())
                .map(this::resolved)
                .toList();
    }

    /** What a reference stands for; any other node is itself. */
    JsonNode resolved(JsonNode node) {
        String reference = node.path("$ref").stringValue("");
        return reference.isEmpty() ? node : document.at(reference.substring(1));
    }

    /** Whether a key is needed. */
    boolean secured() {
        return !node.has("security");
    }

    /** Whether it has a parameter in such a place, {@code path} or {@code query}. */
    boolean has(String place) {
        return parameters().stream()
                .anyMatch(parameter -> parameter.path("in").stringValue("").equals(place));
    }

    /** Whether it takes a body. */
    boolean hasBody() {
        return node.has("requestBody");
    }
}
