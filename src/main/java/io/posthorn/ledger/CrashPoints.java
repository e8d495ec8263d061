package io.posthorn.ledger;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Named places where a test may end the process as {@code kill -9} would. Off unless the system property
 * {@code posthorn.crash-point} names one, as {@code name} or {@code name:n} for its n-th passing.
 */
public final class CrashPoints {

    private static final CrashPoints CURRENT = new CrashPoints(System.getProperty("posthorn.crash-point", ""));

    private final String name;
    private final AtomicInteger left;

    private CrashPoints(String setting) {
        int colon = setting.lastIndexOf(':');
        this.name = colon < 0 ? setting : setting.substring(0, colon);
        this.left = new AtomicInteger(colon < 0 ? 1 : Integer.parseInt(setting.substring(colon + 1)));
    }

    /** The crash points of this process. */
    public static CrashPoints current() {
        return CURRENT;
    }

    /** Ends the process at once, without any hook, when the running test asked for this place. */
    public void pass(String place) {
        if (!name.isEmpty() && name.equals(place) && left.decrementAndGet() == 0) {
            Runtime.getRuntime().halt(137);
        }
    }
}
