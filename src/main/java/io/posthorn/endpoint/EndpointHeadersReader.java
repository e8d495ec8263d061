package io.posthorn.endpoint;

import io.posthorn.api.Problem;
import io.posthorn.api.RequestFields;
import io.posthorn.api.TextRule;
import io.posthorn.api.Violation;
import io.posthorn.egress.CustomHeaders;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the headers that a caller wants an endpoint to add. */
final class EndpointHeadersReader {

    private static final String HEADERS = "headers";
    private static final String DELETED = "deleteHeaders";

    private EndpointHeadersReader() {}

    /** All of them, where the caller speaks of them at all. */
    static @Nullable EndpointHeaders optional(RequestFields fields) {
        return fields.hasValue(HEADERS) ? whole(fields) : null;
    }

    /** All of them. */
    static EndpointHeaders whole(RequestFields fields) {
        Map<String, String> headers = new LinkedHashMap<>();
        fields.texts(HEADERS, false).forEach((name, value) -> headers.put(name, value == null ? "" : value));
        headers.forEach((name, value) -> check(fields, name, value));
        CustomHeaders.faultOfAll(headers).ifPresent(fault -> fields.refuse(HEADERS, fault));
        return EndpointHeaders.of(headers);
    }

    /** Changes: a value sets a header, null takes it away, and so does its name in {@code deleteHeaders}. */
    static Map<String, @Nullable String> changes(RequestFields fields) {
        Map<String, @Nullable String> changes = new LinkedHashMap<>();
        Set<String> deleted = fields.optionalTexts(DELETED, TextRule.FREE_NOT_EMPTY, 4 * CustomHeaders.MAX_HEADERS);
        if (deleted != null) {
            deleted.forEach(name -> changes.put(name, null));
        }
        if (deleted == null || fields.has(HEADERS)) {
            changes.putAll(fields.texts(HEADERS, true));
        }
        changes.forEach((name, value) -> {
            if (value != null) {
                check(fields, name, value);
            }
        });
        return changes;
    }

    /** @throws Problem 422 when the changes make them too many or too long */
    static EndpointHeaders checked(EndpointHeaders headers) {
        CustomHeaders.faultOfAll(headers.values()).ifPresent(fault -> {
            throw Problem.invalid(List.of(Violation.ofValue(List.of("body", HEADERS), fault)));
        });
        return headers;
    }

    private static void check(RequestFields fields, String name, String value) {
        CustomHeaders.faultOfName(name)
                .or(() -> CustomHeaders.faultOfValue(value))
                .ifPresent(fault -> fields.refuse(HEADERS, name, fault));
    }
}
