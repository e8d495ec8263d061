package io.posthorn.ingest.kafka;

import io.posthorn.ingest.TopicFigures;
import io.posthorn.ingest.kafka.RecordSource.Reading;
import java.util.concurrent.atomic.LongAdder;

/** Counts what happens to records, and remembers how far the consumer was when it was last looked at. */
final class KafkaFigures implements TopicFigures {

    private static final Reading NOTHING = new Reading(false, 0);

    private final LongAdder accepted = new LongAdder();
    private final LongAdder repeated = new LongAdder();
    private final LongAdder deadLettered = new LongAdder();
    private volatile Reading reading = NOTHING;
    private volatile PartitionLines lines = PartitionLines.NONE;

    void taken(boolean isNew) {
        (isNew ? accepted : repeated).increment();
    }

    void buried() {
        deadLettered.increment();
    }

    /** The consumer has these lines from now on. */
    void over(PartitionLines current) {
        lines = current;
    }

    /** The consumer was looked at. */
    void looked(Reading latest) {
        reading = latest;
    }

    /** The consumer could not be looked at. */
    void lostSight() {
        reading = new Reading(false, reading.unread());
    }

    @Override
    public long accepted() {
        return accepted.sum();
    }

    @Override
    public long repeated() {
        return repeated.sum();
    }

    @Override
    public long deadLettered() {
        return deadLettered.sum();
    }

    @Override
    public long lag() {
        return reading.unread() + lines.waiting();
    }

    @Override
    public long waitingBytes() {
        return lines.waitingBytes();
    }

    @Override
    public int pausedPartitions() {
        return lines.paused();
    }

    @Override
    public boolean brokerAnswers() {
        return reading.connected();
    }
}
