package io.posthorn.throttle;

/**
 * A rate, kept by the generic cell rate algorithm: one number says when the next one may go. A tenth of a second's worth
 * may go together, so no second sees more than 1.1 times the rate. Guarded by {@link Lanes}.
 */
final class Pace {

    private static final long SECOND = 1_000_000_000L;
    private static final int BURSTS_PER_SECOND = 10;

    private final long interval;
    private final long tolerance;
    private long dueAt = Long.MIN_VALUE;

    /** So many per second, at least 1. */
    Pace(int perSecond) {
        this.interval = SECOND / perSecond;
        this.tolerance = Math.max(0, SECOND / BURSTS_PER_SECOND - interval);
    }

    /** How long until one may go, in nanoseconds; 0 when one may go now. */
    long waitNanos(long now) {
        return dueAt == Long.MIN_VALUE ? 0 : Math.max(0, dueAt - tolerance - now);
    }

    /** Lets one go now. */
    void take(long now) {
        dueAt = (dueAt == Long.MIN_VALUE ? now : Math.max(dueAt, now)) + interval;
    }

    /** Whether it is as if none had ever gone. */
    boolean isRested(long now) {
        return dueAt == Long.MIN_VALUE || dueAt <= now;
    }
}
