package io.posthorn.ingest;

import io.posthorn.api.Envelope;
import io.posthorn.api.Problem;
import io.posthorn.api.RequestFields;
import io.posthorn.api.TextRule;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a caller sends as a message.
 *
 * @param payload the bytes of the payload as they stood in the body
 */
record MessageIn(String eventType, @Nullable String eventId, List<String> channels, List<String> tags, byte[] payload) {

    private static final int MAX_CHANNELS = 5;
    private static final int MAX_TAGS = 8;
    private static final String PAYLOAD = "payload";

    static MessageIn parse(byte[] body, int maxPayload) {
        Envelope envelope = Envelope.parse(body, PAYLOAD);
        MessageIn message = envelope.fields().read(fields -> from(fields, envelope));
        if (message.payload().length > maxPayload) {
            throw Problem.tooLarge(maxPayload);
        }
        return message;
    }

    private static MessageIn from(RequestFields fields, Envelope envelope) {
        return new MessageIn(
                fields.text("eventType", TextRule.IDENTIFIER_256),
                fields.optionalText("eventId", TextRule.IDENTIFIER_256),
                list(fields.optionalTexts("channels", TextRule.IDENTIFIER_128, MAX_CHANNELS)),
                list(fields.optionalTexts("tags", TextRule.IDENTIFIER_128, MAX_TAGS)),
                envelope.objectContent(PAYLOAD));
    }

    private static List<String> list(@Nullable Set<String> texts) {
        return texts == null ? List.of() : List.copyOf(texts);
    }
}
