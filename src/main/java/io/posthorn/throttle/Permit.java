package io.posthorn.throttle;

import java.util.concurrent.atomic.AtomicBoolean;

/** Leave to make one attempt now. Given back exactly once, however often {@link #release} is called. */
public final class Permit {

    private final AtomicBoolean released = new AtomicBoolean();
    private final Runnable giveBack;

    Permit(Runnable giveBack) {
        this.giveBack = giveBack;
    }

    /** Gives the permit back; the next in line gets it. */
    public void release() {
        if (released.compareAndSet(false, true)) {
            giveBack.run();
        }
    }
}
