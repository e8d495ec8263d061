package io.posthorn.ledger;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Something that ends, or moves on, a part of what this node answers for. */
public sealed interface Outcome {

    /** The message's countdown, when it was born to or claimed by this node as a whole; else null. */
    @Nullable
    Countdown countdown();

    /**
     * What happened to one delivery.
     *
     * @param attempt the attempt just made, or null when none was
     * @param attempts how many attempts were made so far
     * @param round which request the delivery answers
     * @param expiresAt when its message expires; null for never
     * @param hasRow whether the delivery stands in a row of its own, which this node has claimed
     */
    record OfDelivery(
            UUID messageId,
            UUID endpointId,
            UUID applicationId,
            String eventType,
            @Nullable AttemptRow attempt,
            Disposition disposition,
            int attempts,
            Round round,
            @Nullable Instant expiresAt,
            boolean hasRow,
            @Nullable Countdown countdown)
            implements Outcome {}

    /**
     * No endpoint wanted the message, or none is left that has not had it.
     *
     * @param applicationId null when the message itself is gone
     */
    record NothingToDeliver(Countdown countdown, @Nullable UUID applicationId) implements Outcome {}
}
