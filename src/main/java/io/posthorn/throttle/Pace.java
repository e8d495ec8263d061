package io.posthorn.throttle;

/**
 * A rate, kept by the generic cell rate algorithm: one number says when the next one may go. A tenth of a second's worth
 * may go together, so no second sees more than 1.1 times the rate. Guarded by {@link Lanes}.
 */
final class Pace {

    static final long SECOND = 1_000_000_000L;
    private static final int BURSTS_PER_SECOND = 10;

    private final long interval;
    private final long tolerance;
    private long dueAt = Long.MIN_VALUE;

    /** One in so many nanoseconds. */
    Pace(long interval) {
        this.interval = interval;
        this.tolerance = tolerance(interval);
    }

    /** A pace whose first one goes no sooner than an interval from now. */
    static Pace from(long now, long interval) {
        Pace pace = new Pace(interval);
        pace.dueAt = now + interval;
        return pace;
    }

    /** How much too early one may go, in nanoseconds. */
    static long tolerance(long interval) {
        return Math.max(0, SECOND / BURSTS_PER_SECOND - interval);
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
