package io.posthorn.ledger;

import io.posthorn.id.IdGenerator;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message that was checked and is ready to be written.
 *
 * @param id its identifier, minted by this node; names the partition it goes to
 * @param eventId the caller's own identifier of the event, or null
 * @param payload the accepted bytes; never changed after this point
 * @param terms when and as what it is delivered
 * @param expungeAt when its payload is to go before everybody's does; or null
 * @param keys what makes it unique: at most one of each kind; empty for a message that may be repeated
 * @param trace the W3C {@code traceparent} of what it was sent by, 55 characters; or null
 */
public record NewMessage(
        UUID id,
        UUID applicationId,
        String eventType,
        @Nullable String eventId,
        List<String> channels,
        List<String> tags,
        byte[] payload,
        Terms terms,
        @Nullable Instant expungeAt,
        List<MessageKey> keys,
        @Nullable String trace) {

    /** One that belongs to no trace. */
    public NewMessage(
            UUID id,
            UUID applicationId,
            String eventType,
            @Nullable String eventId,
            List<String> channels,
            List<String> tags,
            byte[] payload,
            Terms terms,
            @Nullable Instant expungeAt,
            List<MessageKey> keys) {
        this(id, applicationId, eventType, eventId, channels, tags, payload, terms, expungeAt, keys, null);
    }

    /** The part of it that deliveries need. */
    public Message accepted() {
        return new Message(id, applicationId, eventType, eventId, channels, payload, terms, trace);
    }

    /** Whether it is not to be delivered at once. */
    public boolean isLater() {
        return terms.deliverAt() != null && terms.deliverAt().isAfter(IdGenerator.timeOf(id));
    }

    /** What the message costs in memory while it waits or is being delivered, in bytes. */
    public long weight() {
        return Message.weight(payload.length);
    }
}
