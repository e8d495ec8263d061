package io.posthorn.ledger;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A delivery that ended.
 *
 * @param eventType null when the message is gone by now
 * @param attempts how many were made
 * @param reason why it was discarded; null when it was not
 * @param last the latest attempt; null when it is gone by now
 * @param mark null unless it failed for good and somebody has seen to it
 */
record EndedDelivery(
        UUID messageId,
        UUID endpointId,
        @Nullable String eventId,
        @Nullable String eventType,
        List<String> channels,
        boolean delivered,
        int attempts,
        @Nullable String reason,
        @Nullable Last last,
        @Nullable HandledMark mark) {

    /**
     * An attempt.
     *
     * @param code 0 without an answer
     */
    record Last(UUID id, int code) {}
}
