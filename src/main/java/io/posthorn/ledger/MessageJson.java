package io.posthorn.ledger;

import io.posthorn.api.Page;
import io.posthorn.id.IdKind;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes messages as the API's JSON, with the payload's bytes as they were accepted. */
public final class MessageJson {

    /** Braces, commas, names, the event type's quotes, the id and the time. */
    private static final int FIXED_LENGTH = 128;

    /** Room for what a page adds to each of its messages and has itself. */
    private static final int ITEM_LENGTH = 120;

    private MessageJson() {}

    /** One message as a JSON object in UTF-8. */
    public static byte[] write(MessageOut message) {
        JsonBytes json = new JsonBytes(expectedLength(message));
        members(json.raw("{"), message);
        return json.raw("}").finish();
    }

    /** A page of messages as a JSON object in UTF-8. */
    static byte[] writePage(Page<MessageOut> page) {
        return page(page, message -> message, (json, message) -> {});
    }

    /** A page of messages with how far they have come, as a JSON object in UTF-8. */
    static byte[] writeDeliveries(Page<DeliveredMessage> page) {
        return page(page, DeliveredMessage::message, (json, delivered) -> json.raw(",\"nextAttempt\":")
                .time(delivered.progress().nextAttempt())
                .raw(",\"status\":" + delivered.progress().status().number())
                .raw(",\"statusText\":")
                .text(delivered.progress().status().text()));
    }

    private static <T> byte[] page(
            Page<T> page, Function<T, MessageOut> message, BiConsumer<JsonBytes, T> moreMembers) {
        int expected = page.data().stream()
                .mapToInt(item -> expectedLength(message.apply(item)) + ITEM_LENGTH)
                .sum();
        JsonBytes json = new JsonBytes(expected + ITEM_LENGTH).raw("{\"data\":[");
        for (T item : page.data()) {
            members(json.raw(item == page.data().getFirst() ? "{" : ",{"), message.apply(item));
            moreMembers.accept(json, item);
            json.raw("}");
        }
        json.raw("],\"done\":" + page.done()).raw(",\"iterator\":").text(page.iterator());
        return json.raw(",\"prevIterator\":").text(page.prevIterator()).raw("}").finish();
    }

    private static void members(JsonBytes json, MessageOut message) {
        json.raw("\"channels\":").texts(message.channels());
        moment(json, "deliverAt", message.terms().deliverAt());
        json.raw(",\"eventId\":").text(message.eventId());
        json.raw(",\"eventType\":").text(message.eventType());
        moment(json, "expiresAt", message.terms().expiresAt());
        json.raw(",\"id\":").text(IdKind.MESSAGE.format(message.id()));
        json.raw(",\"payload\":").raw(message.payload());
        if (!message.tags().isEmpty()) {
            json.raw(",\"tags\":").texts(message.tags());
        }
        json.raw(",\"timestamp\":").time(message.id());
    }

    private static void moment(JsonBytes json, String name, @Nullable Instant moment) {
        if (moment != null) {
            json.raw(",\"" + name + "\":").time(moment);
        }
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
