package io.posthorn.ingest.kafka;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.posthorn.api.Problem;
import io.posthorn.api.RequestFields;
import io.posthorn.ingest.IncomingEvent;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads a record: its value is the payload, its headers or else its topic say what it is. */
final class RecordReader {

    static final String APPLICATION = "posthorn-application";
    static final String EVENT_TYPE = "posthorn-event-type";
    static final String EVENT_ID = "posthorn-event-id";
    static final String CHANNELS = "posthorn-channels";
    static final String TAGS = "posthorn-tags";
    static final String DELIVER_AT = "posthorn-deliver-at";
    static final String EXPIRES_AT = "posthorn-expires-at";

    private static final String TRACE = "traceparent";
    private static final int LONGEST_ID = 256;
    private static final byte[] NOTHING = {};

    private final TopicMapping topics;

    RecordReader(TopicMapping topics) {
        this.topics = topics;
    }

    /**
     * The event in the record.
     *
     * @throws Problem when the record does not say what it is
     */
    IncomingEvent read(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        if (value == null) {
            throw Problem.unprocessable("no_value", "The record has no value. Send a JSON object.");
        }
        String application = either(header(record, APPLICATION), topics.application(record.topic()));
        if (application == null) {
            throw Problem.unprocessable(
                    "no_application", "Neither the header " + APPLICATION + " nor the topic names an application.");
        }
        String eventId = header(record, EVENT_ID);
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        fields.put("eventId", eventId == null ? position(record) : eventId);
        put(fields, "eventType", either(header(record, EVENT_TYPE), topics.eventType(record.topic())));
        put(fields, "deliverAt", header(record, DELIVER_AT));
        put(fields, "expiresAt", header(record, EXPIRES_AT));
        putAll(fields, "channels", header(record, CHANNELS));
        putAll(fields, "tags", header(record, TAGS));
        return new IncomingEvent(
                application,
                RequestFields.of(fields),
                value,
                eventId == null ? timestamp(record) : NOTHING,
                trace(record));
    }

    /** The name of a record that has none: where it stands. */
    private static String position(ConsumerRecord<byte[], byte[]> record) {
        String position = record.topic() + "-" + record.partition() + "-" + record.offset();
        return position.substring(Math.max(0, position.length() - LONGEST_ID));
    }

    /** Tells a record from one that stood in the same place of a topic that was deleted and made again. */
    private static byte[] timestamp(ConsumerRecord<byte[], byte[]> record) {
        return ByteBuffer.allocate(Long.BYTES).putLong(record.timestamp()).array();
    }

    /** Whatever stands there: a trace is no reason to refuse a record. */
    private static @Nullable String trace(ConsumerRecord<byte[], byte[]> record) {
        Header header = record.headers().lastHeader(TRACE);
        return header == null || header.value() == null ? null : new String(header.value(), US_ASCII);
    }

    private static @Nullable String either(@Nullable String first, @Nullable String second) {
        return first == null ? second : first;
    }

    private static void put(ObjectNode fields, String name, @Nullable String value) {
        if (value != null) {
            fields.put(name, value);
        }
    }

    private static void putAll(ObjectNode fields, String name, @Nullable String list) {
        if (list != null) {
            ArrayNode items = fields.putArray(name);
            for (String item : list.split(",", -1)) {
                items.add(item.strip());
            }
        }
    }

    /** The text of the last header of this name; null when there is none. */
    private static @Nullable String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        if (header == null || header.value() == null) {
            return null;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(header.value()))
                    .toString();
        } catch (CharacterCodingException _) {
            throw Problem.unprocessable("unreadable_header", "The header " + name + " is not text in UTF-8.");
        }
    }
}
