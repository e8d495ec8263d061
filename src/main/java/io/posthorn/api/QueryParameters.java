package io.posthorn.api;

import org.springframework.util.MultiValueMap;

/** Reads query parameters that are true or false, or a number. */
public final class QueryParameters {

    private QueryParameters() {}

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

    /**
     * The number, or the most that it may be when it is left out.
     *
     * @throws Problem 422 when it is anything but a number from 1 to that
     */
    public static int upTo(MultiValueMap<String, String> query, String name, int most) {
        String text = query.getFirst(name);
        if (text == null || text.isEmpty()) {
            return most;
        }
        int number = text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
        if (number < 1 || number > most) {
            throw Problem.invalidQuery(
                    name, "must be a number from 1 to " + most + ", but is " + Violation.shown(text));
        }
        return number;
    }
}
