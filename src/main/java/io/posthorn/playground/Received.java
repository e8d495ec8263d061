package io.posthorn.playground;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/**
 * A request that the receiver got.
 *
 * @param number counts all of them, from 1
 * @param name the last part of the address it came to
 * @param at when
 * @param headers in the order they came, names in lower case
 * @param body its bytes, which nobody changes
 * @param answer what it was answered with
 */
public record Received(long number, String name, Instant at, Map<String, String> headers, byte[] body, Answer answer) {

    private static final String ID = "webhook-id";

    /** The message it brought; empty when nothing says so. */
    public String messageId() {
        return headers.getOrDefault(ID, "");
    }

    /** The body for people. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    int size() {
        return body.length
                + headers.entrySet().stream()
                        .mapToInt(header ->
                                header.getKey().length() + header.getValue().length())
                        .sum();
    }
}
