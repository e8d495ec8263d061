package io.posthorn.throttle;

import java.util.ArrayDeque;

/**
 * Moments at which one may go, leased from the time line that all nodes share. One that is not used soon lapses: it is
 * no other node's, and saving it up would make a burst. Guarded by {@link Lanes}.
 */
final class Slots {

    /** Later than a timer that is late on a busy machine, and short beside a second. */
    private static final long LAPSE = Pace.SECOND / 4;

    private final long interval;
    private final long tolerance;
    private final ArrayDeque<Run> runs = new ArrayDeque<>(2);
    private int left;
    private int debt;
    private boolean lapsed;

    Slots(long interval) {
        this.interval = interval;
        this.tolerance = Pace.tolerance(interval);
    }

    /** Takes in so many moments in a row; those that were used before they were there are paid back first. */
    void add(long firstAt, int count) {
        int owed = Math.min(debt, count);
        debt -= owed;
        if (count > owed) {
            runs.add(new Run(firstAt + owed * interval, count - owed));
            left += count - owed;
        }
    }

    /** How long until one may go, in nanoseconds; {@link Rate#NEVER} when none is there. */
    long waitNanos(long now) {
        forget(now);
        Run next = runs.peek();
        return next == null ? Rate.NEVER : Math.max(0, next.at - tolerance - now);
    }

    /** Lets one go now; without a moment for it, the next one that comes is used up. */
    void take(long now) {
        forget(now);
        Run next = runs.peek();
        if (next == null) {
            debt++;
        } else {
            drop(next, 1);
        }
    }

    private void forget(long now) {
        for (Run next = runs.peek(); next != null && next.at + LAPSE < now; next = runs.peek()) {
            long gone = (now - LAPSE - next.at) / interval + 1;
            drop(next, (int) Math.min(gone, next.left));
            lapsed = true;
        }
    }

    private void drop(Run run, int count) {
        run.at += count * interval;
        run.left -= count;
        left -= count;
        if (run.left == 0) {
            runs.remove();
        }
    }

    /** How many are there, used ones and lapsed ones aside, less what is owed. */
    int left(long now) {
        forget(now);
        return left - debt;
    }

    /** When the last one is; the beginning of time when there is none. */
    long lastAt() {
        Run last = runs.peekLast();
        return last == null ? Long.MIN_VALUE : last.at + (last.left - 1) * interval;
    }

    /** Whether some lapsed since this was asked last. */
    boolean takeLapsed() {
        boolean before = lapsed;
        lapsed = false;
        return before;
    }

    /** Moments that follow each other by the interval. */
    private static final class Run {

        private long at;
        private int left;

        Run(long at, int left) {
            this.at = at;
            this.left = left;
        }
    }
}
