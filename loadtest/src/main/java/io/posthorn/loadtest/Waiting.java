package io.posthorn.loadtest;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for conditions. */
final class Waiting {

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final long STEP_NANOS = Duration.ofMillis(20).toNanos();

    private Waiting() {}

    /** Returns when the condition holds, asking every 20 ms; fails after five minutes. */
    static void until(String what, BooleanSupplier condition) {
        until(what, LIMIT, condition);
    }

    /** The same with another limit. */
    static void until(String what, Duration limit, BooleanSupplier condition) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("after " + limit + " still not: " + what);
            }
            LockSupport.parkNanos(STEP_NANOS);
        }
    }
}
