package io.posthorn.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The example of an operation as a line for the shell, so that it cannot say anything else than the example does. */
final class CurlLine {

    private static final String NEXT = " \\\n  ";

    private CurlLine() {}

    /** Adds the line as a code sample. */
    static void addTo(Operation operation) {
        ObjectNode sample = operation.node().putArray("x-codeSamples").addObject();
        sample.put("lang", "Shell").put("label", "curl").put("source", of(operation));
    }

    /** The line, with {@code $POSTHORN_URL} and {@code $POSTHORN_KEY} in it. */
    static String of(Operation operation) {
        List<String> words = new ArrayList<>();
        JsonNode body = example(operation.node().at("/requestBody/content/application~1json"));
        words.add("curl " + method(operation.method(), !body.isMissingNode()) + "\"$POSTHORN_URL" + path(operation)
                + "\"");
        if (operation.secured()) {
            words.add("-H \"Authorization: Bearer $POSTHORN_KEY\"");
        }
        if (!body.isMissingNode()) {
            words.add("-H 'Content-Type: application/json'");
            words.add("-d '" + body.toString().replace("'", "'\\''") + "'");
        }
        return String.join(NEXT, words);
    }

    /** Nothing where curl does it of its own accord. */
    private static String method(String method, boolean body) {
        return switch (method) {
            case "get" -> "";
            case "head" -> "-I ";
            case "post" -> body ? "" : "-X POST ";
            default -> "-X " + method.toUpperCase(Locale.ROOT) + " ";
        };
    }

    private static String path(Operation operation) {
        String path = operation.path();
        for (JsonNode parameter : operation.parameters()) {
            path = path.replace(
                    "{" + parameter.path("name").stringValue("") + "}",
                    parameter.path("example").asString(""));
        }
        return path;
    }

    private static JsonNode example(JsonNode content) {
        return content.has("examples")
                ? content.path("examples").values().iterator().next().path("value")
                : content.path("example");
    }
}
