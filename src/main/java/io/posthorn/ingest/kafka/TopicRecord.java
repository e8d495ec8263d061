package io.posthorn.ingest.kafka;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/**
 * A record that was read.
 *
 * @param content as the broker gave it
 * @param acknowledge lets the committed offset pass this record and all before it in its partition
 */
record TopicRecord(ConsumerRecord<byte[], byte[]> content, Runnable acknowledge) {

    /** The objects around the bytes. */
    private static final int OBJECTS = 1024;

    TopicPartition partition() {
        return new TopicPartition(content.topic(), content.partition());
    }

    /** What it costs in memory, in bytes. */
    long weight() {
        long weight = OBJECTS + Math.max(0, content.serializedKeySize()) + Math.max(0, content.serializedValueSize());
        for (Header header : content.headers()) {
            weight += header.key().length() + (header.value() == null ? 0 : header.value().length);
        }
        return weight;
    }
}
