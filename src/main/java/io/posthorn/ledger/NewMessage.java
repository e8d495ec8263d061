package io.posthorn.ledger;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message that was checked and is ready to be written.
 *
 * @param id its identifier, minted by this node; names the partition it goes to
 * @param eventId the caller's own identifier of the event, or null
 * @param payload the accepted bytes; never changed after this point
 * @param keys what makes it unique: at most one of each kind; empty for a message that may be repeated
 */
public record NewMessage(
        UUID id,
        UUID applicationId,
        String eventType,
        @Nullable String eventId,
        List<String> channels,
        List<String> tags,
        byte[] payload,
        List<MessageKey> keys) {

    /** The part of it that deliveries need. */
    public Message accepted() {
        return new Message(id, applicationId, eventType, channels, payload);
    }

    /** What the message costs in memory while it waits or is being delivered, in bytes. */
    public long weight() {
        return Message.weight(payload.length);
    }
}
