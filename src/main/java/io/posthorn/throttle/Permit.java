package io.posthorn.throttle;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/** Leave to make one attempt now. Given back exactly once, however often {@link #release} is called. */
public final class Permit {

    private final AtomicBoolean released = new AtomicBoolean();
    private final Lanes lanes;
    private final Lane lane;
    private final Gate[] gates;
    private final boolean probe;

    Permit(Lanes lanes, Lane lane, Gate[] gates, boolean probe) {
        this.lanes = lanes;
        this.lane = lane;
        this.gates = gates;
        this.probe = probe;
    }

    /** Whether the attempt is to find out if the receiver is back; a failure of it says nothing about its message. */
    public boolean isProbe() {
        return probe;
    }

    /** Tells what came of the attempt, before the permit is given back; returns what that means for the endpoint. */
    public HealthChange report(Report report, UUID messageId) {
        return lanes.note(lane, probe, report, messageId);
    }

    /** Gives the permit back; the next in line gets it. */
    public void release() {
        if (released.compareAndSet(false, true)) {
            lanes.giveBack(lane, gates, probe);
        }
    }
}
