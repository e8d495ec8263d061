package io.posthorn.ledger;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP attempt as it is recorded.
 *
 * @param url where it went, as the endpoint had it then
 * @param delivered whether it counts as delivered
 * @param code the number on the status line; 0 without an answer
 * @param number 1 for the first attempt of this delivery
 * @param durationMillis from the permit to the end
 * @param response the kept bytes of the response body; null without an answer
 * @param detail plain words about a failure without an answer; or null
 * @param nextAt when the next attempt is due and this node will make it from memory; null when the delivery ended or
 *     waits in a row of its own
 */
public record AttemptRow(
        UUID id,
        String url,
        boolean delivered,
        int code,
        int number,
        int durationMillis,
        byte @Nullable [] response,
        @Nullable String detail,
        @Nullable Instant nextAt) {}
