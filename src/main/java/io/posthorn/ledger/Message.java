package io.posthorn.ledger;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An accepted event, as far as its deliveries need it.
 *
 * @param eventId the caller's own identifier of the event, or null
 * @param payload the accepted bytes; shared and never changed
 * @param terms when and as what it is delivered
 * @param trace the W3C {@code traceparent} of what it was sent by, 55 characters; or null
 */
public record Message(
        UUID id,
        UUID applicationId,
        String eventType,
        @Nullable String eventId,
        List<String> channels,
        byte[] payload,
        Terms terms,
        @Nullable String trace) {

    /** One that belongs to no trace. */
    public Message(
            UUID id,
            UUID applicationId,
            String eventType,
            @Nullable String eventId,
            List<String> channels,
            byte[] payload,
            Terms terms) {
        this(id, applicationId, eventType, eventId, channels, payload, terms, null);
    }

    private static final long OVERHEAD = 1_024;

    /** What the message costs in memory while it waits or is being delivered, in bytes. */
    public long weight() {
        return weight(payload.length);
    }

    /** What a message with such a payload costs in memory, in bytes. */
    static long weight(long payloadLength) {
        return payloadLength + OVERHEAD;
    }
}
