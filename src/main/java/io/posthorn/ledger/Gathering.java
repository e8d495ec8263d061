package io.posthorn.ledger;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long a {@link GroupCommit} leaves the next group to grow. A transaction costs the same for few and for many, so
 * a flood is cheaper in larger groups; but what gathers also waits.
 */
@FunctionalInterface
interface Gathering {

    /** Fewer than these are no flood. */
    int MANY = 8;

    /** The rest after a group of so many items; zero or more. */
    Duration after(int items);

    /** So long after each group of many; for what nobody waits for. */
    static Gathering always(Duration rest) {
        return items -> items < MANY ? Duration.ZERO : rest;
    }

    /**
     * For what somebody waits for: only while the processors are busy, when each transaction saved is time for another
     * message. The rest grows from nothing to its whole with the load, so that it never leaves them idle itself.
     *
     * @param rest when they do nothing else any more
     * @param load of the processors, from 0 to 1
     */
    static Gathering whileBusy(Duration rest, DoubleSupplier load) {
        return items -> items < MANY ? Duration.ZERO : part(rest, load.getAsDouble());
    }

    private static Duration part(Duration rest, double load) {
        double part = Math.clamp((load - 0.85) / (0.95 - 0.85), 0, 1);
        return Duration.ofNanos(Math.round(rest.toNanos() * part));
    }
}
