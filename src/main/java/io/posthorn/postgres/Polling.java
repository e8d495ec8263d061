package io.posthorn.postgres;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what announces itself by no signal, such as another process; for start-up and shut-down threads only. */
public final class Polling {

    private static final long PAUSE_NANOS = Duration.ofMillis(20).toNanos();

    private Polling() {}

    /** Asks until the answer is yes or the limit has passed; returns the last answer. */
    public static boolean until(Duration limit, BooleanSupplier condition) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end >= 0) {
                return false;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return true;
    }
}
