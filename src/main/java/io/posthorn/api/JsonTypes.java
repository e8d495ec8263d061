package io.posthorn.api;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/** JSON's own words for what a value is. */
final class JsonTypes {

    private JsonTypes() {}

    static String nameOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "a text";
            case NUMBER -> value.isIntegralNumber() ? "a whole number" : "a number with a fraction";
            case BOOLEAN -> "true or false";
            case NULL -> "null";
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            default -> "missing";
        };
    }

    static String nameOf(JsonToken first) {
        return switch (first) {
            case VALUE_STRING -> "a text";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "true or false";
            case VALUE_NULL -> "null";
            case START_ARRAY -> "a list";
            case START_OBJECT -> "an object";
            default -> "missing";
        };
    }

    static int bytesOf(Map<String, String> labels) {
        return labels.entrySet().stream()
                .mapToInt(label -> bytesOf(label.getKey()) + bytesOf(label.getValue()))
                .sum();
    }

    private static int bytesOf(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
