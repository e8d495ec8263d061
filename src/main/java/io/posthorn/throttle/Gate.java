package io.posthorn.throttle;

import org.jspecify.annotations.Nullable;

/** One bound that several lanes share: so many at once and, if it has a pace, so many per second. */
final class Gate implements Limited {

    private final Object key;
    private final int most;
    private final @Nullable Rate rate;
    private final Line line = new Line();
    private int inside;
    private boolean waking;

    Gate(Object key, int most) {
        this.key = key;
        this.most = most;
        this.rate = null;
    }

    /** The gate of a host, with a rate unless that is 0. */
    Gate(String host, ThrottleProperties.Host bounds, Shares shares) {
        this.key = host;
        this.most = bounds.concurrency();
        this.rate = bounds.rate() > 0 ? new Rate("host " + host, bounds.rate(), this, shares) : null;
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

    /** How long the rate keeps the gate shut, in nanoseconds. */
    long waitNanos(long now) {
        return rate == null ? 0 : rate.waitNanos(now);
    }

    boolean isLimited() {
        return rate != null;
    }

    @Override
    public int demand(int mostOfAll) {
        return inside < most ? line.demand(mostOfAll) : 0;
    }

    void askAhead(long now) {
        if (rate != null) {
            rate.askAhead(now);
        }
    }

    void enter(long now) {
        inside++;
        if (rate != null) {
            rate.take(now);
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
        long wait = waitNanos(now);
        if (waking || line.isEmpty() || inside >= most || wait == 0 || wait == Rate.NEVER) {
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
        return inside == 0 && line.isEmpty() && !waking && (rate == null || rate.isRested(now));
    }
}
