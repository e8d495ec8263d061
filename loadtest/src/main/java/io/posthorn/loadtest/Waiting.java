package io.posthorn.loadtest;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for conditions. */
final class Waiting {

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration STEP = Duration.ofMillis(20);

    private Waiting() {}

    /** Returns when the condition holds, asking every 20 ms; fails after five minutes. */
    static void until(String what, BooleanSupplier condition) {
        until(what, LIMIT, STEP, condition);
    }

    /** The same with another limit, asking less often or more often. */
    static void until(String what, Duration limit, Duration step, BooleanSupplier condition) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("after " + limit + " still not: " + what);
            }
            LockSupport.parkNanos(step.toNanos());
        }
    }
}
