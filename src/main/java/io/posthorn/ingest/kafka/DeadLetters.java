package io.posthorn.ingest.kafka;

import io.posthorn.api.Problem;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Writes to the dead-letter topic what will never be accepted: as it came, with headers that say why and from where. */
final class DeadLetters {

    static final String CODE = "posthorn-dead-code";
    static final String REASON = "posthorn-dead-reason";
    static final String TOPIC = "posthorn-dead-topic";
    static final String PARTITION = "posthorn-dead-partition";
    static final String OFFSET = "posthorn-dead-offset";
    static final String TIMESTAMP = "posthorn-dead-timestamp";
    static final String WITHOUT_VALUE = "posthorn-dead-without-value";

    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);

    private final DeadLetterTopic topic;
    private final String name;

    DeadLetters(DeadLetterTopic topic, String name) {
        this.topic = topic;
        this.name = name;
    }

    /** Writes the record; completes when the brokers have it for good. */
    Mono<Void> write(ConsumerRecord<byte[], byte[]> record, Problem reason) {
        return topic.write(letter(record, record.value(), headers(record, reason)))
                .onErrorResume(RecordTooLargeException.class, _ -> writePointer(record, reason))
                .doOnSuccess(_ -> log.warn(
                        "Record {}-{}@{} cannot be accepted ({}) and is in {} now",
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        reason.code(),
                        name));
    }

    /** Its own topic took the record and this one does not: at least everybody learns where it stands. */
    private Mono<Void> writePointer(ConsumerRecord<byte[], byte[]> record, Problem reason) {
        log.warn(
                "Record {}-{}@{} is too large for {}; what goes there has no value",
                record.topic(),
                record.partition(),
                record.offset(),
                name);
        Headers headers = headers(record, reason);
        return topic.write(letter(record, null, add(headers, WITHOUT_VALUE, "true")));
    }

    private ProducerRecord<byte[], byte[]> letter(
            ConsumerRecord<byte[], byte[]> record, byte @Nullable [] value, Headers headers) {
        return new ProducerRecord<>(name, null, null, record.key(), value, headers);
    }

    private static Headers headers(ConsumerRecord<byte[], byte[]> record, Problem reason) {
        Headers headers = new RecordHeaders(record.headers().toArray());
        add(headers, CODE, reason.code());
        add(headers, REASON, String.valueOf(reason.getMessage()));
        add(headers, TOPIC, record.topic());
        add(headers, PARTITION, Integer.toString(record.partition()));
        add(headers, OFFSET, Long.toString(record.offset()));
        return add(headers, TIMESTAMP, Long.toString(record.timestamp()));
    }

    private static Headers add(Headers headers, String key, String value) {
        return headers.add(key, value.getBytes(StandardCharsets.UTF_8));
    }
}
