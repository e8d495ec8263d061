package io.posthorn.ingest.kafka;

import org.apache.kafka.common.TopicPartition;

/** Small parts that the tests of this package share. */
final class KafkaStands {

    static final PartitionLine.Valve NO_VALVE = new PartitionLine.Valve() {

        @Override
        public void shut(TopicPartition partition) {}

        @Override
        public void open(TopicPartition partition) {}
    };

    private KafkaStands() {}
}
