package io.posthorn.throttle;

import java.util.UUID;

/** The endpoint's lane has no room: what wanted in is to be held until there is. */
public final class LaneFullException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final UUID endpointId;

    LaneFullException(UUID endpointId, int waiting) {
        super("the lane of endpoint " + endpointId + " is full: " + waiting + " wait", null, false, false);
        this.endpointId = endpointId;
    }

    /** The endpoint whose lane is full. */
    public UUID endpointId() {
        return endpointId;
    }
}
