package io.posthorn.postgres;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what announces itself by no signal, such as another process; for start-up and shut-down threads only. */
public final class Polling {

    private static final Duration SHORT = Duration.ofMillis(20);

    private Polling() {}

    /** Asks every few milliseconds until the answer is yes or the limit has passed; returns the last answer. */
    public static boolean until(Duration limit, BooleanSupplier condition) {
        return until(limit, SHORT, condition);
    }

    /** Asks with the pause in between until the answer is yes or the limit has passed; returns the last answer. */
    public static boolean until(Duration limit, Duration pause, BooleanSupplier condition) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end >= 0) {
                return false;
            }
            LockSupport.parkNanos(pause.toNanos());
        }
        return true;
    }
}
