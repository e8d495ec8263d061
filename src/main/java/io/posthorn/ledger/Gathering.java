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

    /** The load from which on they are busy. */
    double BUSY = 0.85;

    /** The load with which they can be taken for full: some of it is always lost to waiting. */
    double FULL = 0.95;

    /** The rest after a group of so many items; zero or more. */
    Duration after(int items);

    /** So long after each group of many; for what nobody waits for. */
    static Gathering always(Duration rest) {
        return items -> items < MANY ? Duration.ZERO : rest;
    }

    /**
     * For what somebody waits for: only while the processors are busy, when each transaction saved is time for another
     * message. The rest grows with the load, from nothing to its whole; if it leaves them idle, it shrinks by itself.
     *
     * @param rest when they are full
     * @param load of the processors, from 0 to 1
     */
    static Gathering whileBusy(Duration rest, DoubleSupplier load) {
        return items -> items < MANY ? Duration.ZERO : part(rest, load.getAsDouble());
    }

    private static Duration part(Duration rest, double load) {
        double part = Math.clamp((load - BUSY) / (FULL - BUSY), 0, 1);
        return Duration.ofNanos(Math.round(rest.toNanos() * part));
    }
}
