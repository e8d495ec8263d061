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
        UUID id,
        String eventType,
        @Nullable String eventId,
        List<String> channels,
        List<String> tags,
        byte[] payload,
        Terms terms) {

    /** Stands in for a payload that the caller did not ask for. */
    static final byte[] NOT_ASKED_FOR = "{}".getBytes(StandardCharsets.US_ASCII);

    /** Stands in for a payload that was taken out of a message. */
    static final byte[] EXPUNGED = "{\"expired\":true}".getBytes(StandardCharsets.US_ASCII);

    /** A payload as JSON: itself when it is an object, else as the text of one member. */
    static byte[] shown(byte[] payload, Terms terms) {
        if (terms.contentType() == null) {
            return payload;
        }
        String text = new String(payload, StandardCharsets.UTF_8);
        return new JsonBytes(payload.length + 32)
                .raw("{\"rawPayload\":")
                .text(text)
                .raw("}")
                .finish();
    }

    /**
     * The answer to the one who sent it.
     *
     * @param id the message's identifier: another one than its own when an earlier one was accepted in its place
     */
    public static MessageOut of(NewMessage message, UUID id, boolean withContent) {
        return new MessageOut(
                id,
                message.eventType(),
                message.eventId(),
                message.channels(),
                message.tags(),
                withContent ? shown(message.payload(), message.terms()) : NOT_ASKED_FOR,
                message.terms());
    }
}
