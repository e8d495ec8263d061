package io.posthorn.ingest.kafka;

import org.apache.kafka.clients.producer.ProducerRecord;
import reactor.core.publisher.Mono;

/** Where records end that will never be accepted: all that is asked of a producer of Kafka. */
interface DeadLetterTopic extends AutoCloseable {

    /** Writes the record; completes when all replicas in sync have it. */
    Mono<Void> write(ProducerRecord<byte[], byte[]> letter);

    @Override
    void close();
}
