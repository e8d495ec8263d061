package io.posthorn.receiver;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;

/**
 * A request as it came over the wire.
 *
 * @param target path and query, byte for byte
 * @param headers values by lower-case name, in the order they came
 * @param arrivedNanos {@link System#nanoTime()} when its last byte was read
 * @param connection which connection it came over, counted from 1
 */
public record ReceivedRequest(
        String method,
        String target,
        Map<String, List<String>> headers,
        byte[] body,
        long arrivedNanos,
        int connection) {

    /** The path without the query. */
    public String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /** The only value of this header; fails when there is none or more than one. */
    public String header(String name) {
        List<String> values = headers.getOrDefault(name, List.of());
        if (values.size() != 1) {
            throw new AssertionError("header " + name + " came " + values.size() + " times: " + values);
        }
        return values.getFirst();
    }

    /** The body as UTF-8 text. */
    public String text() {
        return new String(body, UTF_8);
    }
}
