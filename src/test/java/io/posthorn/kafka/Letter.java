package io.posthorn.kafka;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** A record to be sent. */
public record Letter(String topic, @Nullable Integer partition, byte @Nullable [] value, Map<String, String> headers) {

    /** One with this text and no headers. */
    public static Letter of(String topic, String value) {
        return new Letter(topic, null, value.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    /** One with these bytes and no headers. */
    public static Letter of(String topic, byte @Nullable [] value) {
        return new Letter(topic, null, value, Map.of());
    }

    /** The same for this partition. */
    public Letter to(int number) {
        return new Letter(topic, number, value, headers);
    }

    /** The same with another header. */
    public Letter with(String name, String text) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, text);
        return new Letter(topic, partition, value, more);
    }

    ProducerRecord<byte[], byte[]> record() {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic, partition, "key".getBytes(StandardCharsets.UTF_8), value);
        headers.forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        return record;
    }
}
