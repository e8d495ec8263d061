package io.posthorn.ledger;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What happened so far to a message at one endpoint.
 *
 * @param latest the latest attempt; null when none was made
 * @param row where it stands outside memory; null when it does not
 */
record Course(
        UUID endpointId,
        DeliveryProgress progress,
        @Nullable Attempted latest,
        @Nullable Row row) {

    /**
     * The latest attempt.
     *
     * @param count how many there were with it
     * @param detail plain words about it; null when there is nothing to say but its code
     */
    record Attempted(
            UUID id,
            int count,
            boolean delivered,
            int code,
            @Nullable String detail) {}

    /**
     * The delivery's own row.
     *
     * @param state as the schema's legend has it
     * @param reason why it was discarded; or null
     * @param mark that somebody has seen to it since; or null
     */
    record Row(int state, @Nullable String reason, @Nullable HandledMark mark) {

        boolean isHeld() {
            return state == 1;
        }

        boolean isDiscarded() {
            return state == 3;
        }
    }

    /**
     * What is known of the message itself.
     *
     * @param whole whether its payload is there
     * @param pending whether its own deliveries are not all settled
     * @param onlyEndpoint the one endpoint that it was for; null when it was for all
     * @param scheduledFor when it is to be delivered; null when it is not kept for later
     */
    record OfMessage(
            UUID id,
            String eventType,
            List<String> channels,
            boolean whole,
            boolean pending,
            @Nullable Instant scheduledFor,
            @Nullable Instant expiresAt,
            @Nullable UUID onlyEndpoint) {}
}
