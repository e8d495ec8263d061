package io.posthorn.form;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A JSON value that is no container.
 *
 * @param text its text as it was written; a string's characters
 */
public record Scalar(Kind kind, String text) {

    /** The types of JSON, containers aside. */
    public enum Kind {
        /** A string. */
        TEXT,
        /** A number of any size. */
        NUMBER,
        /** True or false. */
        BOOLEAN,
        /** Null. */
        NULL
    }

    /** The parser's current token; null when it begins a container. */
    static @Nullable Scalar of(JsonParser parser, JsonToken token) {
        return switch (token) {
            case VALUE_STRING -> new Scalar(Kind.TEXT, parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Scalar(Kind.NUMBER, parser.getString());
            case VALUE_TRUE, VALUE_FALSE -> new Scalar(Kind.BOOLEAN, parser.getString());
            case VALUE_NULL -> new Scalar(Kind.NULL, "null");
            default -> null;
        };
    }

    boolean isEqualTo(Scalar other) {
        return kind == other.kind && (kind == Kind.NUMBER ? compare(other) == 0 : text.equals(other.text));
    }

    /** Whether both have an order in common: two numbers, or two texts. */
    boolean isComparableTo(Scalar other) {
        return kind == other.kind && (kind == Kind.NUMBER || kind == Kind.TEXT);
    }

    /** Numbers by their value, texts by their characters. */
    int compare(Scalar other) {
        return kind == Kind.NUMBER ? Decimal.of(text).compareTo(Decimal.of(other.text)) : text.compareTo(other.text);
    }
}
