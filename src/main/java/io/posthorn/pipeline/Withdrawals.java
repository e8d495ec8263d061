package io.posthorn.pipeline;

import io.posthorn.ledger.Cancellations;
import org.jspecify.annotations.Nullable;

/** What people took back after it was accepted: contents, and deliveries. */
record Withdrawals(Recalls recalls, CalledOff calledOff) {

    /** Why nothing may be sent any more; null when nobody took anything back. */
    @Nullable
    String reason(Delivery delivery) {
        if (recalls.contains(delivery.message().id())) {
            return Recalls.REASON;
        }
        return calledOff.contains(delivery) ? Cancellations.REASON : null;
    }
}
