package io.posthorn.throttle;

import org.jspecify.annotations.Nullable;

/** One bound that several lanes share: so many at once and, if it has a pace, so many per second. */
final class Gate {

    private final Object key;
    private final int most;
    private final @Nullable Pace pace;
    private final Line line = new Line();
    private int inside;
    private boolean waking;

    Gate(Object key, int most, int perSecond) {
        this.key = key;
        this.most = most;
        this.pace = perSecond > 0 ? new Pace(perSecond) : null;
    }

    Object key() {
        return key;
    }

    /** Whether somebody who just came may go through: others who wait go first. */
    boolean isOpen(long now) {
        return line.isEmpty() && hasRoom(now);
    }

    boolean hasRoom(long now) {
        return inside < most && waitNanos(now) == 0;
    }

    /** How long the pace keeps the gate shut, in nanoseconds. */
    long waitNanos(long now) {
        return pace == null ? 0 : pace.waitNanos(now);
    }

    void enter(long now) {
        inside++;
        if (pace != null) {
            pace.take(now);
        }
    }

    void leave() {
        inside--;
    }

    void await(Lane lane) {
        line.add(lane);
    }

    /** The next lane that may go through now; null when there is none or no room. */
    @Nullable
    Lane next(long now) {
        return hasRoom(now) ? line.poll() : null;
    }

    /** Whether a timer must be set that looks again when the pace allows it; at most one is set at a time. */
    boolean needsWaking(long now) {
        if (waking || line.isEmpty() || inside >= most || waitNanos(now) == 0) {
            return false;
        }
        waking = true;
        return true;
    }

    void woken() {
        waking = false;
    }

    int inside() {
        return inside;
    }

    boolean isIdle(long now) {
        return inside == 0 && line.isEmpty() && !waking && (pace == null || pace.isRested(now));
    }
}
