package io.posthorn.ingest;

import io.posthorn.api.Envelope;
import io.posthorn.api.Problem;
import io.posthorn.api.RequestFields;
import io.posthorn.api.TextRule;
import io.posthorn.ledger.Terms;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one message as a caller sends it, and refuses what is beyond the limits. */
final class MessageReader {

    static final int MAX_CHANNELS = 10;
    static final int MAX_TAGS = 8;
    private static final String PAYLOAD = "payload";

    private final IngestProperties limits;
    private final InstantSource clock;

    MessageReader(IngestProperties limits, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * The message in these bytes.
     *
     * @throws Problem 400, 413 or 422 that says what is wrong with it
     */
    MessageIn read(byte[] body) {
        Envelope envelope = Envelope.parse(body, PAYLOAD);
        MessageIn message = envelope.fields().read(fields -> from(fields, envelope));
        if (message.payload().length > limits.maxPayloadBytes()) {
            throw Problem.tooLarge(limits.maxPayloadBytes());
        }
        return message;
    }

    /**
     * The message whose payload, a JSON object, came apart from its other fields.
     *
     * @throws Problem 400, 413 or 422 that says what is wrong with it
     */
    MessageIn read(RequestFields fields, byte[] payload) {
        if (payload.length > limits.maxPayloadBytes()) {
            throw Problem.tooLarge(limits.maxPayloadBytes());
        }
        Envelope.requireObject(payload);
        return fields.read(these -> from(these, payload));
    }

    private MessageIn from(RequestFields fields, byte[] payload) {
        return new MessageIn(
                fields.text("eventType", TextRule.IDENTIFIER_256),
                fields.text("eventId", TextRule.IDENTIFIER_256),
                list(fields.optionalTexts("channels", TextRule.CHANNEL, MAX_CHANNELS)),
                list(fields.optionalTexts("tags", TextRule.TAG, MAX_TAGS)),
                payload,
                terms(fields, null),
                null,
                null);
    }

    private MessageIn from(RequestFields fields, Envelope envelope) {
        RawPayload raw = RawPayload.read(fields.optionalObject("transformationsParams"));
        return new MessageIn(
                fields.text("eventType", TextRule.IDENTIFIER_256),
                fields.optionalText("eventId", TextRule.IDENTIFIER_256),
                list(fields.optionalTexts("channels", TextRule.CHANNEL, MAX_CHANNELS)),
                list(fields.optionalTexts("tags", TextRule.TAG, MAX_TAGS)),
                raw == null ? envelope.objectContent(PAYLOAD) : raw.bytes(),
                terms(fields, raw == null || raw.isJsonObject() ? null : raw.contentType()),
                PayloadRetention.read(fields),
                fields.optionalObject("application"));
    }

    private Terms terms(RequestFields fields, @Nullable String contentType) {
        Instant deliverAt = deliverAt(fields);
        Instant expiresAt = expiresAt(fields, deliverAt);
        return deliverAt == null && expiresAt == null && contentType == null
                ? Terms.NONE
                : new Terms(deliverAt, expiresAt, contentType);
    }

    private @Nullable Instant deliverAt(RequestFields fields) {
        Instant wanted = fields.optionalInstant("deliverAt");
        if (wanted != null && wanted.isAfter(clock.instant().plus(limits.maxDelay()))) {
            fields.refuse(
                    "deliverAt",
                    "must be at most " + limits.maxDelay().toHours() + " hours from now, but is " + wanted
                            + "; send the message closer to its time");
        }
        return wanted;
    }

    /** It may have passed: a request that is repeated gets its first answer, however late it comes. */
    private static @Nullable Instant expiresAt(RequestFields fields, @Nullable Instant deliverAt) {
        Instant wanted = fields.optionalInstant("expiresAt");
        if (wanted != null && deliverAt != null && !wanted.isAfter(deliverAt)) {
            fields.refuse("expiresAt", "must be later than deliverAt, or nothing would ever be delivered");
        }
        return wanted;
    }

    private static List<String> list(@Nullable Set<String> texts) {
        return texts == null ? List.of() : List.copyOf(texts);
    }
}
