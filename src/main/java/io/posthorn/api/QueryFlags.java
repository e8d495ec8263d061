package io.posthorn.api;

import org.springframework.util.MultiValueMap;

/** Reads query parameters that are true or false. */
public final class QueryFlags {

    private QueryFlags() {}

    /**
     * The parameter, or what it is when it is left out.
     *
     * @throws Problem 422 when it is anything else
     */
    public static boolean read(MultiValueMap<String, String> query, String name, boolean otherwise) {
        String text = query.getFirst(name);
        return switch (text) {
            case null -> otherwise;
            case "" -> otherwise;
            case "true" -> true;
            case "false" -> false;
            default -> throw Problem.invalidQuery(name, "must be true or false, but is " + Violation.shown(text));
        };
    }
}
