package io.posthorn.ingest.kafka;

import java.util.Collection;
import org.apache.kafka.common.TopicPartition;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The topics: all that is asked of a consumer of Kafka. */
interface RecordSource {

    /**
     * Reads records, each partition's in its order, until it is cancelled, or errors when the consumer cannot go on; it
     * may then be subscribed again. One subscriber at a time.
     */
    Flux<TopicRecord> records(Tenure tenure);

    /** Stops reading from a partition, if it is ours. */
    Mono<Void> pause(TopicPartition partition);

    /** Reads from it again. */
    Mono<Void> resume(TopicPartition partition);

    /** How far this node has read; errors when there is no consumer. */
    Mono<Reading> look();

    /** Completes when the consumer has committed what was acknowledged and has left its group. */
    Mono<Void> closed();

    /** Hears which partitions are this node's. */
    interface Tenure {

        /** They are ours now. */
        void assigned(Collection<TopicPartition> partitions);

        /** They are ours no more. */
        void revoked(Collection<TopicPartition> partitions);
    }

    /**
     * What a consumer knows of itself.
     *
     * @param connected whether it has a connection to a broker
     * @param unread records in its partitions that it has not read yet, as far as it knows
     */
    record Reading(boolean connected, long unread) {}
}
