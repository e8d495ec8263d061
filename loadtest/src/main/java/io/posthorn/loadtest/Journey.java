package io.posthorn.loadtest;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongUnaryOperator;
import org.HdrHistogram.Histogram;

/**
 * When each message of a run at a fixed rate was due, was known to be accepted, and arrived, all on one clock. The
 * moment a message was due does not wait for anything, so whatever stalls the sender counts too.
 */
final class Journey {

    private static final long HIGHEST_NANOS = 3_600_000_000_000L;

    private final int messages;
    private final long nanosBetween;
    private final long start = System.nanoTime();
    private final AtomicLongArray accepted;
    private final AtomicLongArray arrived;
    private final AtomicIntegerArray arrivals;
    private final AtomicLong missing;

    Journey(double rate, double seconds) {
        this.messages = (int) (rate * seconds);
        this.nanosBetween = (long) (1e9 / rate);
        this.accepted = new AtomicLongArray(messages);
        this.arrived = new AtomicLongArray(messages);
        this.arrivals = new AtomicIntegerArray(messages);
        this.missing = new AtomicLong(messages);
    }

    int messages() {
        return messages;
    }

    /** How many messages should have been sent by now. */
    int due() {
        return (int) Math.min(messages, (System.nanoTime() - start) / nanosBetween + 1);
    }

    void accepted(int message) {
        accepted.set(message, System.nanoTime());
    }

    void arrived(int message) {
        if (arrivals.incrementAndGet(message) == 1) {
            arrived.set(message, System.nanoTime());
            missing.decrementAndGet();
        }
    }

    boolean isComplete() {
        return missing.get() == 0;
    }

    /** Arrivals beyond the first of each message. */
    long duplicates() {
        long all = 0;
        for (int message = 0; message < messages; message++) {
            all += Math.max(0, arrivals.get(message) - 1);
        }
        return all;
    }

    /** From the 202 in the publisher's hands to the arrival; zero for those that arrived first. */
    Histogram sinceAccepted() {
        return histogram(message -> arrived.get((int) message) - accepted.get((int) message));
    }

    /** From the moment the message was due to be posted to the arrival. */
    Histogram sinceDue() {
        return histogram(message -> arrived.get((int) message) - start - message * nanosBetween);
    }

    private Histogram histogram(LongUnaryOperator nanos) {
        Histogram histogram = new Histogram(HIGHEST_NANOS, 3);
        for (int message = 0; message < messages; message++) {
            histogram.recordValue(Math.max(0, nanos.applyAsLong(message)));
        }
        return histogram;
    }
}
