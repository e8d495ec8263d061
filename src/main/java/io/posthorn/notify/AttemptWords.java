package io.posthorn.notify;

import io.posthorn.id.IdGenerator;
import io.posthorn.id.IdKind;
import io.posthorn.ledger.Noticed;
import io.posthorn.ledger.Noticed.OfAttempt;
import io.posthorn.ledger.Noticed.OfMessage;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What is said about one message and one endpoint. */
final class AttemptWords {

    private static final int RESPONSE_CHARACTERS = 4096;
    private static final JsonMapper JSON = new JsonMapper();

    private final Uids uids;

    AttemptWords(Uids uids) {
        this.uids = uids;
    }

    /** Null when the message is gone, so that nothing could be said of it. */
    Wording.@Nullable Said say(Noticed notice, ObjectNode data) {
        OfMessage message = notice.message();
        OfAttempt attempt = notice.attempt();
        if (message == null || notice.endpointId() == null) {
            return null;
        }
        addMessage(data, message);
        String endpoint = IdKind.ENDPOINT.format(notice.endpointId());
        data.put("endpointId", endpoint).put("endpointUid", uids.of(notice.endpointId()));
        String reason = reason(notice);
        if (reason != null) {
            data.put("reason", reason);
        }
        if (attempt != null) {
            data.put("attempts", attempt.number()).set("lastAttempt", attempt(attempt, RESPONSE_CHARACTERS));
        }
        String about = attempt == null
                ? IdKind.MESSAGE.format(message.id()) + "." + endpoint
                : IdKind.ATTEMPT.format(attempt.id());
        return new Wording.Said(about + "." + notice.event(), data);
    }

    private static @Nullable String reason(Noticed notice) {
        return notice.detail() == null
                ? null
                : JSON.readTree(notice.detail()).path("reason").stringValue(null);
    }

    /** Which message it is, by our names and the sender's. */
    static void addMessage(ObjectNode data, OfMessage message) {
        data.put("msgId", IdKind.MESSAGE.format(message.id()))
                .put("msgEventId", message.eventId())
                .put("eventType", message.eventType());
        message.channels().forEach(data.putArray("channels")::add);
        message.tags().forEach(data.putArray("tags")::add);
    }

    /** How an attempt went, with the beginning of what was answered. */
    static ObjectNode attempt(OfAttempt attempt, int characters) {
        ObjectNode said = JSON.createObjectNode()
                .put("id", IdKind.ATTEMPT.format(attempt.id()))
                .put("timestamp", IdGenerator.timeOf(attempt.id()).toString())
                .put("responseStatusCode", attempt.code())
                .put("responseDurationMs", attempt.durationMillis());
        if (attempt.response() != null) {
            said.put("response", cut(new String(attempt.response(), StandardCharsets.UTF_8), characters));
        }
        if (attempt.detail() != null) {
            said.put("detail", attempt.detail());
        }
        return said;
    }

    private static String cut(String text, int characters) {
        if (text.length() <= characters) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(characters - 1)) ? characters - 1 : characters;
        return text.substring(0, end);
    }
}
