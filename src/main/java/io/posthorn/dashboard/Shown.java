package io.posthorn.dashboard;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The API's answers as templates read them: members, lists and values. */
final class Shown {

    private static final JsonMapper JSON = new JsonMapper();

    private Shown() {}

    /** An object; an empty one for anything else. */
    static Members of(JsonNode object) {
        Map<String, Object> members = new LinkedHashMap<>();
        object.properties().stream()
                .filter(member -> !member.getValue().isNull())
                .forEach(member -> members.put(member.getKey(), value(member.getValue())));
        return new Members(members);
    }

    /** The elements of a page of a list. */
    static List<Members> data(JsonNode page) {
        return page.path("data").valueStream().map(Shown::of).toList();
    }

    /** For people: with line breaks and indentation. */
    static String pretty(JsonNode node) {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node);
    }

    private static Object value(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> of(node);
            case ARRAY -> node.valueStream().map(Shown::value).toList();
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> node.numberValue();
            default -> node.asString("");
        };
    }
}
