package io.posthorn.endpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A test event that was sent, and what came back.
 *
 * @param at when it was sent
 * @param delivered whether the receiver answered with a 2xx status
 * @param status the number on the status line; null without an answer
 * @param durationMillis from the first byte to the last
 * @param response the beginning of the answer's body as text; null without an answer
 * @param failure what was wrong, in plain words; null when it was delivered
 * @param sent what was sent; null when there was nothing to send
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EndpointTest(
        Instant at,
        boolean delivered,
        @Nullable Integer status,
        long durationMillis,
        @Nullable String response,
        @Nullable String failure,
        @Nullable Sent sent) {

    /**
     * A request.
     *
     * @param headers values by name; credentials and signatures are masked
     * @param body as it was signed and sent
     */
    public record Sent(Map<String, String> headers, String body) {}

    /** A test in which nothing was sent. */
    public static EndpointTest without(Instant at, String failure) {
        return new EndpointTest(at, false, null, 0, null, failure, null);
    }

    /** What is kept of it. */
    public LastTest last() {
        return new LastTest(at, delivered, status, failure);
    }
}
