package io.posthorn.ledger;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An accepted message as the API shows it.
 *
 * @param channels none is shown as null
 * @param payload JSON bytes: those that were accepted, or what stands in for them; never changed
 */
public record MessageOut(
        UUID id, String eventType, @Nullable String eventId, List<String> channels, List<String> tags, byte[] payload) {

    /** Stands in for a payload that the caller did not ask for. */
    public static final byte[] NOT_ASKED_FOR = "{}".getBytes(StandardCharsets.US_ASCII);

    /** Stands in for a payload that was taken out of a message. */
    static final byte[] EXPUNGED = "{\"expired\":true}".getBytes(StandardCharsets.US_ASCII);

    /** The answer to the one who sent it. */
    public static MessageOut of(NewMessage message, boolean withContent) {
        return new MessageOut(
                message.id(),
                message.eventType(),
                message.eventId(),
                message.channels(),
                message.tags(),
                withContent ? message.payload() : NOT_ASKED_FOR);
    }
}
