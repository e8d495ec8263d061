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
    private final transient List<Place> places;

    private Refusal(int status, String sentence, Map<String, String> fields, List<Place> places) {
        super(sentence, null, false, false);
        this.status = status;
        this.fields = fields;
        this.places = places;
    }

    /** What is wrong where: the way to it within the request. */
    private record Place(List<String> way, String wrong) {

        static Place of(JsonNode violation) {
            return new Place(
                    violation.path("loc").valueStream().map(JsonNode::asString).toList(),
                    violation.path("msg").asString(""));
        }

        /** The outermost name, which is what a form's field is called. */
        String field() {
            return way.size() > 1 ? way.get(1) : String.join(".", way);
        }
    }

    static Refusal of(int status, JsonNode problem) {
        JsonNode detail = problem.path("detail");
        if (!detail.isArray()) {
            String sentence = detail.asString("It did not work, and nothing says why.");
            return new Refusal(status, sentence, Map.of(), List.of());
        }
        List<Place> places = detail.valueStream().map(Place::of).toList();
        Map<String, String> fields =
                places.stream().collect(Collectors.toMap(Place::field, Place::wrong, (one, _) -> one));
        String sentence = fields.entrySet().stream()
                .map(field -> field.getKey() + " " + field.getValue())
                .collect(Collectors.joining("; ", "", "."));
        return new Refusal(status, sentence, fields, places);
    }

    /** The HTTP status. */
    int status() {
        return status;
    }

    /** What is wrong with which field of the request, by the field's name; empty when it is something else. */
    Map<String, String> fields() {
        return fields;
    }

    /** The same for the members of an object within the request, by their names; empty when it is not about these. */
    Map<String, String> within(String object) {
        return places.stream()
                .filter(place -> place.way().size() > 2 && place.field().equals(object))
                .collect(Collectors.toMap(place -> place.way().get(2), Place::wrong, (one, _) -> one));
    }

    /** The whole in a sentence. */
    String sentence() {
        return String.valueOf(getMessage());
    }
}
