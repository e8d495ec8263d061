package io.posthorn.ledger;

import io.posthorn.id.IdKind;
import java.util.List;

/** Writes messages as the API's JSON, with the payload's bytes as they were accepted. */
public final class MessageJson {

    /** Braces, commas, names, the event type's quotes, the id and the time. */
    private static final int FIXED_LENGTH = 128;

    private MessageJson() {}

    /** One message as a JSON object in UTF-8. */
    public static byte[] write(MessageOut message) {
        JsonBytes json = new JsonBytes(expectedLength(message));
        members(json.raw("{"), message);
        return json.raw("}").finish();
    }

    /** The members of a message without the braces, so that others can follow. */
    static void members(JsonBytes json, MessageOut message) {
        json.raw("\"channels\":").texts(message.channels());
        json.raw(",\"eventId\":").text(message.eventId());
        json.raw(",\"eventType\":").text(message.eventType());
        json.raw(",\"id\":").text(IdKind.MESSAGE.format(message.id()));
        json.raw(",\"payload\":").raw(message.payload());
        if (!message.tags().isEmpty()) {
            json.raw(",\"tags\":").texts(message.tags());
        }
        json.raw(",\"timestamp\":").time(message.id());
    }

    /** Exact for texts that need no escapes, else short of the truth. */
    static int expectedLength(MessageOut message) {
        String eventId = message.eventId();
        int tags = message.tags().isEmpty() ? 0 : ",\"tags\":".length() + lengthOf(message.tags());
        return FIXED_LENGTH
                + message.payload().length
                + message.eventType().length()
                + (eventId == null ? "null".length() : eventId.length() + 2)
                + lengthOf(message.channels())
                + tags;
    }

    private static int lengthOf(List<String> texts) {
        int length = texts.isEmpty() ? "null".length() : 1;
        for (String text : texts) {
            length += text.length() + 3;
        }
        return length;
    }
}
