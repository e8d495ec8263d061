package io.posthorn.throttle;

import org.jspecify.annotations.Nullable;

/**
 * So many per second, over all nodes. A node that is alone counts for itself; one of several leases the moments at which
 * it may send, a fraction of a second ahead; and while no lease is to be had it keeps to its share. Guarded by {@link
 * Lanes}.
 */
final class Rate {

    /** A wait whose end no clock knows: an answer ends it. */
    static final long NEVER = Long.MAX_VALUE;

    private static final int LEASES_PER_SECOND = 4;
    /** Well above the time that the database takes, so that the next lease is there before the last one is used up. */
    private static final long AHEAD = Pace.SECOND / 8;

    private final String key;
    private final Limited owner;
    private final Shares shares;
    private final long interval;
    private final int most;
    private final Pace alone;
    private final Slots slots;
    private @Nullable Pace share;
    private int shareOf;
    private int size;
    private boolean asked;

    /**
     * A rate.
     *
     * @param key names what is limited, the same on every node
     */
    Rate(String key, int perSecond, Limited owner, Shares shares) {
        this.key = key;
        this.owner = owner;
        this.shares = shares;
        this.interval = Pace.SECOND / perSecond;
        this.most = Math.max(1, perSecond / LEASES_PER_SECOND);
        this.size = most;
        this.alone = new Pace(interval);
        this.slots = new Slots(interval);
    }

    String key() {
        return key;
    }

    long interval() {
        return interval;
    }

    Limited owner() {
        return owner;
    }

    /** How long until one may go, in nanoseconds; {@link #NEVER} while that is for others to say. */
    long waitNanos(long now) {
        return switch (shares.mode()) {
            case UNKNOWN -> NEVER;
            case ALONE -> alone.waitNanos(now);
            case SHARED -> sharedWaitNanos(now);
        };
    }

    private long sharedWaitNanos(long now) {
        long wait = slots.waitNanos(now);
        return wait == NEVER && shares.isAway() ? share(now).waitNanos(now) : wait;
    }

    /** Lets one go now. */
    void take(long now) {
        if (shares.mode() == Shares.Mode.ALONE) {
            alone.take(now);
        } else if (shares.isAway() && slots.waitNanos(now) == NEVER) {
            share(now).take(now);
        } else {
            slots.take(now);
        }
    }

    /** This node's part of the rate, which no other knows of; it begins slowly, for there may be leases left. */
    private Pace share(long now) {
        Pace own = share;
        if (own == null || shareOf != shares.nodes()) {
            shareOf = shares.nodes();
            own = Pace.from(now, interval * shareOf);
            share = own;
        }
        return own;
    }

    /** Asks for more moments when those that are left do not last, and somebody wants them. */
    void askAhead(long now) {
        if (asked || shares.mode() != Shares.Mode.SHARED) {
            return;
        }
        int left = slots.left(now);
        if (left > 0 && slots.lastAt() - now >= AHEAD) {
            return;
        }
        int missing = Math.min(size, owner.demand(size + Math.max(0, left)) - left);
        if (missing > 0) {
            size = slots.takeLapsed() ? Math.max(1, size / 2) : Math.min(most, size * 2);
            asked = true;
            shares.ask(this, missing);
        }
    }

    /** The moments that were asked for, the first one in so many nanoseconds. */
    void granted(long now, long inNanos, int count) {
        asked = false;
        share = null;
        slots.add(now + inNanos, count);
    }

    /** What was asked for does not come. */
    void refused() {
        asked = false;
    }

    /** Whether it is as if none had ever gone. */
    boolean isRested(long now) {
        return !asked && alone.isRested(now) && slots.waitNanos(now) == NEVER && (share == null || share.isRested(now));
    }
}
