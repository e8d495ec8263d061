package io.posthorn.dashboard;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.util.MultiValueMap;

/**
 * Which messages of an endpoint a form wants to have sent again.
 *
 * @param what {@code failed}, {@code missing} or {@code all}
 * @param since as the form says it: a moment in UTC
 * @param until may be empty for now
 */
public record Range(String what, String since, String until) {

    static Range of(MultiValueMap<String, String> data) {
        Fields form = new Fields(data);
        return new Range(form.text("what"), form.text("since"), form.text("until"));
    }

    /** The operation of the API that does it. */
    String operation() {
        return switch (what) {
            case "missing" -> "/replay-missing";
            case "all" -> "/bulk-replay";
            default -> "/recover";
        };
    }

    Map<String, String> body() {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("since", moment(since));
        if (!until.isEmpty()) {
            body.put("until", moment(until));
        }
        return body;
    }

    /** What a browser's field for date and time leaves out is seconds and zone. */
    static String moment(String field) {
        return field.matches("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}") ? field + ":00Z" : field;
    }
}
