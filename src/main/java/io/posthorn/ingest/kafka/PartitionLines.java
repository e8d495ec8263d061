package io.posthorn.ingest.kafka;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;

/** The lines of all partitions that one consumer has had; those it has now share the memory evenly. */
final class PartitionLines implements RecordSource.Tenure {

    /** Those of no consumer. */
    static final PartitionLines NONE = new PartitionLines(0, new PartitionLine.Valve() {

        @Override
        public void shut(TopicPartition partition) {}

        @Override
        public void open(TopicPartition partition) {}
    });

    private final Map<TopicPartition, PartitionLine> lines = new ConcurrentHashMap<>();
    private final long memory;
    private final PartitionLine.Valve valve;

    PartitionLines(long memory, PartitionLine.Valve valve) {
        this.memory = memory;
        this.valve = valve;
    }

    PartitionLine of(TopicPartition partition) {
        return lines.computeIfAbsent(partition, one -> new PartitionLine(one, valve));
    }

    @Override
    public void assigned(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> of(partition).assigned());
        share();
    }

    @Override
    public void revoked(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> of(partition).revoked());
        share();
    }

    private void share() {
        int ours = assigned();
        lines.values().stream().filter(PartitionLine::isOurs).forEach(line -> line.share(memory / Math.max(1, ours)));
    }

    long waitingBytes() {
        return lines.values().stream().mapToLong(PartitionLine::waitingBytes).sum();
    }

    int waiting() {
        return lines.values().stream().mapToInt(PartitionLine::waiting).sum();
    }

    long oldestNanos() {
        return lines.values().stream()
                .mapToLong(PartitionLine::oldestNanos)
                .max()
                .orElse(0);
    }

    int assigned() {
        return (int) lines.values().stream().filter(PartitionLine::isOurs).count();
    }

    int paused() {
        return (int) lines.values().stream().filter(PartitionLine::isPaused).count();
    }
}
