package io.posthorn.pipeline;

import java.time.Duration;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * The time during which this process holds one node identity. Its work ends with it: what still runs then finds the
 * tenure over and stops without a word, because somebody else has the work.
 */
final class Tenure {

    private final UUID node;
    private final LongSupplier nanoTime;
    private final Duration timeToLive;
    private volatile long confirmedAt;
    private volatile boolean over;
    private long beats = -1;

    Tenure(UUID node, LongSupplier nanoTime, Duration timeToLive) {
        this.node = node;
        this.nanoTime = nanoTime;
        this.timeToLive = timeToLive;
        this.confirmedAt = nanoTime.getAsLong();
    }

    UUID node() {
        return node;
    }

    /** A heartbeat that was sent at this reading of the monotonic clock has succeeded. */
    void confirm(long sentAt) {
        confirmedAt = sentAt;
    }

    /** Takes in this node's counter as the database has it; false when it is not higher than it was. */
    boolean advances(long counter) {
        boolean higher = counter > beats;
        beats = counter;
        return higher;
    }

    /** Whether an attempt of this length that starts now ends before anybody may take this node for dead. */
    boolean outlives(Duration attempt) {
        return !over
                && nanoTime.getAsLong() - confirmedAt
                        < timeToLive.minus(attempt).toNanos();
    }

    void end() {
        over = true;
    }

    boolean isOver() {
        return over;
    }
}
