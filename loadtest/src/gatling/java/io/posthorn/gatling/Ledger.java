package io.posthorn.gatling;

import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * What was acknowledged and what arrived, for one endpoint. Both ends read one monotonic clock in one process. The
 * moment of a message is kept only until both ends are known; after that one bit of it stays, to tell duplicates.
 */
final class Ledger {

    /** In place of the moment of a 202: the message was here before its 202 was. */
    private static final Long EARLY = Long.MIN_VALUE;

    private static final long WARM_UP_NANOS = Settings.warmUp().toNanos();
    private static final long HIGHEST_MICROS = 3_600_000_000L;

    private final Map<Long, Long> open = new ConcurrentHashMap<>();
    private final BitSet seen = new BitSet();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong settled = new AtomicLong();
    private final AtomicLong duplicates = new AtomicLong();
    private final AtomicLong badSignatures = new AtomicLong();
    private final Histogram micros = new ConcurrentHistogram(HIGHEST_MICROS, 3);

    /** The message of this number got its 202. */
    void accepted(long number) {
        long now = System.nanoTime();
        accepted.incrementAndGet();
        begun.compareAndSet(0, now);
        open.compute(number, (_, before) -> EARLY.equals(before) ? settle(now, 0) : Long.valueOf(now));
    }

    /** The message of this number reached the receiver with a good signature. */
    void arrived(long number) {
        long now = System.nanoTime();
        if (isFirst(number)) {
            open.compute(number, (_, since) -> since == null ? EARLY : settle(since, now - since));
        } else {
            duplicates.incrementAndGet();
        }
    }

    /** A request came whose signature does not fit. */
    void badSignature() {
        badSignatures.incrementAndGet();
    }

    long accepted() {
        return accepted.get();
    }

    /** How many were acknowledged and have not arrived. */
    long missing() {
        return accepted.get() - settled.get();
    }

    /** Waits until nothing is missing, or this moment of {@link System#nanoTime} has come. */
    void awaitDrained(long end) {
        try {
            synchronized (settled) {
                for (long left = end - System.nanoTime(); missing() > 0 && left > 0; left = end - System.nanoTime()) {
                    settled.wait(Math.max(1, left / 1_000_000));
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    long duplicates() {
        return duplicates.get();
    }

    long badSignatures() {
        return badSignatures.get();
    }

    /** Time from the 202 to the arrival, in milliseconds, of what was accepted after the warm-up; what arrived before its 202 counts as none. */
    double millis(double percentile) {
        return micros.getValueAtPercentile(percentile) / 1_000.0;
    }

    /** Forgets the times so far, so that the next ones are looked at alone. */
    double takeMillis(double percentile) {
        double taken = millis(percentile);
        micros.reset();
        return taken;
    }

    private Long settle(long since, long nanos) {
        settled.incrementAndGet();
        if (since - begun.get() > WARM_UP_NANOS) {
            micros.recordValue(Math.clamp(nanos / 1_000, 1, HIGHEST_MICROS));
        }
        if (missing() == 0) {
            synchronized (settled) {
                settled.notifyAll();
            }
        }
        return null;
    }

    private boolean isFirst(long number) {
        int bit = Math.toIntExact(number);
        synchronized (seen) {
            boolean first = !seen.get(bit);
            seen.set(bit);
            return first;
        }
    }
}
