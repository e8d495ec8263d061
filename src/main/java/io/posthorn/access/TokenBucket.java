package io.posthorn.access;

import java.time.Duration;

/** Lets so many through per second, and as many at once as one second's. Safe for many threads. */
final class TokenBucket {

    private static final double NANOS = 1e9;

    private final double perSecond;
    private final double capacity;
    private double tokens;
    private long last;

    /** A full bucket. */
    TokenBucket(double perSecond, double capacity, long now) {
        this.perSecond = perSecond;
        this.capacity = capacity;
        this.tokens = capacity;
        this.last = now;
    }

    /** Takes one token if there is one. */
    synchronized boolean take(long now) {
        refill(now);
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }

    /** Whether there is no token left. */
    synchronized boolean isEmpty(long now) {
        refill(now);
        return tokens < 1;
    }

    /** How many are left. */
    synchronized long left() {
        return (long) tokens;
    }

    /** How long until there is a token again. */
    synchronized Duration untilNext() {
        return tokens >= 1 ? Duration.ZERO : Duration.ofNanos((long) ((1 - tokens) / perSecond * NANOS) + 1);
    }

    private void refill(long now) {
        tokens = Math.min(capacity, tokens + Math.max(0, now - last) / NANOS * perSecond);
        last = now;
    }
}
