package io.posthorn.egress;

import org.jspecify.annotations.Nullable;

/** What came of one POST. */
public sealed interface Exchange {

    /**
     * The response headers came in time.
     *
     * @param status the number on the status line; never informational
     * @param retryAfter the first {@code Retry-After} field as sent, if any
     * @param location where a 3xx points to, as sent, at most 500 characters; null for every other status
     * @param excerpt the first bytes of the body, as they came, content coding included
     * @param truncated whether there was or should have been more of the body than the excerpt
     */
    record Answered(
            int status,
            @Nullable String retryAfter,
            @Nullable String location,
            byte[] excerpt,
            boolean truncated) implements Exchange {}

    /**
     * No response headers.
     *
     * @param detail one sentence in plain words; safe to show to the endpoint's owner unless the kind is {@link
     *     FailureKind#OURS}
     */
    record Failed(FailureKind kind, String detail) implements Exchange {}
}
