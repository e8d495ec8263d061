package io.posthorn.endpoint;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an endpoint that is not well.
 *
 * @param heldUntil nothing is sent to it before; null when nothing holds it
 * @param reason why it is held, in words for its owner; or null
 * @param failingSince when its failures began that no success has interrupted; null when there are none, or they are new
 * @param warnedAt when its owner was told that it will be disabled; or null
 */
public record Health(
        UUID endpointId,
        @Nullable Instant heldUntil,
        @Nullable String reason,
        @Nullable Instant failingSince,
        @Nullable Instant warnedAt) {

    /** Whether there is anything to tell at this moment. */
    public boolean isWell(Instant now) {
        return failingSince == null && !isHeld(now);
    }

    /** Whether nothing is sent to it at this moment. */
    public boolean isHeld(Instant now) {
        return heldUntil != null && heldUntil.isAfter(now);
    }
}
