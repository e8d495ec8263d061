package io.posthorn.api;

import java.util.List;

/**
 * One thing wrong with a request, as the 422 answers of Svix name it.
 *
 * @param loc the way to it: {@code body} or {@code query}, then names and, inside lists, positions from 0
 * @param msg what was found, what is allowed and what to do
 * @param type {@code missing}, {@code type_error} or {@code value_error}
 */
public record Violation(List<String> loc, String msg, String type) {

    /** A value of the right type that is not allowed. */
    public static Violation ofValue(List<String> loc, String msg) {
        return new Violation(loc, msg, "value_error");
    }

    /** A value of the wrong type. */
    static Violation ofType(List<String> loc, String expected, String found) {
        return new Violation(loc, "must be " + expected + ", but is " + found, "type_error");
    }

    /** A required value that is not there. */
    static Violation missing(List<String> loc, String expected) {
        return new Violation(loc, "is required: send " + expected, "missing");
    }

    /** A caller's text as it may stand in an answer: quoted and cut to 100 characters. */
    public static String shown(String text) {
        return "'" + (text.length() > 100 ? text.substring(0, 100) + "…" : text) + "'";
    }
}
