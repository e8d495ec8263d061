package io.posthorn.dashboard;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * What the API answered instead of what a page asked for; shown where it was asked for. Without a stack trace: it is an
 * answer, not a failure.
 */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Map<String, String> fields;

    private Refusal(int status, String sentence, Map<String, String> fields) {
        super(sentence, null, false, false);
        this.status = status;
        this.fields = fields;
    }

    static Refusal of(int status, JsonNode problem) {
        JsonNode detail = problem.path("detail");
        if (!detail.isArray()) {
            return new Refusal(status, detail.asString("It did not work, and nothing says why."), Map.of());
        }
        Map<String, String> fields = detail.valueStream()
                .collect(Collectors.toMap(Refusal::field, one -> one.path("msg").asString(""), (one, _) -> one));
        String sentence = fields.entrySet().stream()
                .map(field -> field.getKey() + " " + field.getValue())
                .collect(Collectors.joining("; ", "", "."));
        return new Refusal(status, sentence, fields);
    }

    /** The outermost name, which is what a form's field is called. */
    private static String field(JsonNode violation) {
        List<String> place =
                violation.path("loc").valueStream().map(JsonNode::asString).toList();
        return place.size() > 1 ? place.get(1) : String.join(".", place);
    }

    /** The HTTP status. */
    int status() {
        return status;
    }

    /** What is wrong with which field of the request, by the field's name; empty when it is something else. */
    Map<String, String> fields() {
        return fields;
    }

    /** The whole in a sentence. */
    String sentence() {
        return String.valueOf(getMessage());
    }
}
