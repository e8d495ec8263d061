package io.posthorn.dashboard;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The form of an endpoint: its fields as the API's body, and an endpoint as its fields. */
final class EndpointForm {

    static final String CUSTOM = "custom";

    /** A policy that this form has no fields for; it stays as it is. */
    private static final String KEPT = "kept";

    private static final String SOME = "some";
    private static final List<String> TEXTS = List.of("url", "description", "uid");
    private static final List<String> NUMBERS = List.of("throttleRate", "timeoutSeconds");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private EndpointForm() {}

    /** Everything that an endpoint says of itself, with null for what the form leaves open. */
    static ObjectNode body(Fields form) {
        ObjectNode body = NODES.objectNode();
        TEXTS.forEach(name -> body.put(name, form.text(name)));
        if (form.text("uid").isEmpty()) {
            body.putNull("uid");
        }
        NUMBERS.forEach(name -> body.set(name, number(form.numberOrNull(name))));
        body.set("eventTypes", form.text("types").equals(SOME) ? texts(form.all("type")) : NODES.nullNode());
        List<String> channels = form.words("channels");
        body.set("channels", channels.isEmpty() ? NODES.nullNode() : texts(channels));
        body.set("form", shape(form));
        body.set("condition", condition(form));
        if (!form.text("retry").equals(KEPT)) {
            body.set("retry", retry(form));
        }
        return body;
    }

    /** The same with the headers in it, which only a new endpoint takes this way. */
    static ObjectNode created(Fields form) {
        ObjectNode body = body(form);
        ObjectNode headers = headers(form);
        if (!headers.isEmpty()) {
            body.set("headers", headers);
        }
        return body;
    }

    /** One header a line, its name before the first colon. */
    static ObjectNode headers(Fields form) {
        ObjectNode headers = NODES.objectNode();
        form.text("headers").lines().filter(line -> !line.isBlank()).forEach(line -> {
            int colon = line.indexOf(':');
            headers.put(
                    colon < 0 ? line.strip() : line.substring(0, colon).strip(),
                    colon < 0 ? "" : line.substring(colon + 1).strip());
        });
        return headers;
    }

    private static JsonNode shape(Fields form) {
        String kind = form.text("kind");
        if (kind.isEmpty() || kind.equals("raw")) {
            return NODES.nullNode();
        }
        ObjectNode shape = NODES.objectNode().put("kind", kind);
        if (kind.equals("template")) {
            shape.put("template", form.text("template"));
            form.given("contentType", (name, text) -> shape.put(name, text.toString()));
        } else if (!kind.equals("envelope")) {
            form.given("text", (name, text) -> shape.put(name, text.toString()));
        }
        return shape;
    }

    private static JsonNode condition(Fields form) {
        String path = form.text("path");
        if (path.isEmpty()) {
            return NODES.nullNode();
        }
        String operator = form.text("operator");
        ObjectNode condition = NODES.objectNode().put("path", path).put("operator", operator);
        if (!operator.equals("exists") && !operator.equals("absent")) {
            condition.set("value", operator.equals("in") ? scalars(form.words("value")) : scalar(form.text("value")));
        }
        return condition;
    }

    /** Numbers, true, false and null are meant as such; everything else, and what is quoted, is a text. */
    private static JsonNode scalar(String text) {
        return switch (text) {
            case "true" -> NODES.booleanNode(true);
            case "false" -> NODES.booleanNode(false);
            case "null" -> NODES.nullNode();
            case String number
            when number.matches("-?(0|[1-9]\\d{0,17})(\\.\\d{1,18})?") -> NODES.numberNode(new BigDecimal(number));
            case String quoted
            when quoted.length() > 1 && quoted.startsWith("\"") && quoted.endsWith("\"") ->
                NODES.stringNode(quoted.substring(1, quoted.length() - 1));
            default -> NODES.stringNode(text);
        };
    }

    private static ArrayNode scalars(List<String> words) {
        ArrayNode array = NODES.arrayNode();
        words.forEach(word -> array.add(scalar(word)));
        return array;
    }

    private static JsonNode retry(Fields form) {
        String preset = form.text("retry");
        if (preset.isEmpty()) {
            return NODES.nullNode();
        }
        if (!preset.equals(CUSTOM)) {
            return NODES.objectNode().put("preset", preset);
        }
        return NODES.objectNode().set("delays", scalars(form.words("delays")));
    }

    private static JsonNode number(@Nullable Object value) {
        return switch (value) {
            case null -> NODES.nullNode();
            case Integer integer -> NODES.numberNode(integer);
            default -> NODES.stringNode(value.toString());
        };
    }

    private static ArrayNode texts(List<String> texts) {
        ArrayNode array = NODES.arrayNode();
        texts.forEach(array::add);
        return array;
    }

    /** An endpoint as the fields of the form. */
    static Members fields(JsonNode endpoint, JsonNode headers) {
        Members fields = new Members(Map.of());
        for (String name : List.of("url", "description", "uid", "throttleRate", "timeoutSeconds")) {
            fields.put(name, endpoint.path(name).asString(""));
        }
        fields.put("types", endpoint.path("eventTypes").isArray() ? SOME : "all");
        fields.put("type", list(endpoint.path("eventTypes")));
        fields.put("channels", String.join(", ", list(endpoint.path("channels"))));
        JsonNode form = endpoint.path("form");
        fields.put("kind", form.path("kind").asString("raw"));
        for (String name : List.of("template", "text", "contentType")) {
            fields.put(name, form.path(name).asString(""));
        }
        fields.put("path", endpoint.at("/condition/path").asString(""));
        fields.put("operator", endpoint.at("/condition/operator").asString("eq"));
        fields.put("value", valueText(endpoint.at("/condition/value")));
        fields.put("retry", retryName(endpoint.path("retry")));
        fields.put("delays", String.join(", ", list(endpoint.at("/retry/delays"))));
        fields.put("headers", headerLines(headers));
        return fields;
    }

    private static String retryName(JsonNode retry) {
        if (!retry.isObject()) {
            return "";
        }
        if (retry.has("exponential") || !retry.path("noRetryOn").isEmpty()) {
            return KEPT;
        }
        return retry.has("preset") ? retry.path("preset").asString("") : CUSTOM;
    }

    private static String valueText(JsonNode value) {
        return value.isArray() ? String.join(", ", list(value)) : value.asString("");
    }

    private static String headerLines(JsonNode headers) {
        return headers.path("headers").properties().stream()
                .map(header -> header.getKey() + ": " + header.getValue().asString(""))
                .collect(Collectors.joining("\n"));
    }

    private static List<String> list(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(one -> texts.add(one.asString("")));
        return texts;
    }
}
