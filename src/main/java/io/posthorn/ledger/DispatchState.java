package io.posthorn.ledger;

import org.jspecify.annotations.Nullable;

/** Whether deliveries are made at all, as this node knows from its last heartbeat. */
@FunctionalInterface
public interface DispatchState {

    /** Why nothing is sent; null while deliveries are made. */
    @Nullable
    String stopped();
}
