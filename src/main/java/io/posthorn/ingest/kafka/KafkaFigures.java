package io.posthorn.ingest.kafka;

import io.posthorn.ingest.TopicFigures;
import io.posthorn.ingest.kafka.RecordSource.Reading;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** Counts what happens to records, and remembers how far the consumer was when it was last looked at. */
final class KafkaFigures implements TopicFigures {

    private static final Reading NOTHING = new Reading(false, 0);

    private final LongAdder accepted = new LongAdder();
    private final LongAdder repeated = new LongAdder();
    private final LongAdder deadLettered = new LongAdder();
    private final LongAdder brokenOff = new LongAdder();
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

    /** The consumer ended and another one begins. */
    void brokeOff() {
        brokenOff.increment();
    }

    /** The consumer was looked at; without a broker it knows no more than before. */
    void looked(Reading latest) {
        reading = latest.connected() ? latest : new Reading(false, reading.unread());
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
    public Duration oldestWaiting() {
        return Duration.ofNanos(lines.oldestNanos());
    }

    @Override
    public int partitions() {
        return lines.assigned();
    }

    @Override
    public long brokenOff() {
        return brokenOff.sum();
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
