package io.posthorn.ledger;

import io.posthorn.endpoint.Endpoint;
import io.posthorn.endpoint.EndpointHealth;
import io.posthorn.endpoint.EndpointSnapshot;
import io.posthorn.endpoint.Pauses;
import java.util.UUID;

/** Says why deliveries to an endpoint are held, by what this node knows of it. */
record HeldReasons(EndpointSnapshot endpoints, EndpointHealth health, Pauses pauses) {

    WaitingReason of(UUID endpointId) {
        if (endpoints.find(endpointId).filter(this::isPaused).isPresent()) {
            return WaitingReason.PAUSED;
        }
        return health.of(endpointId)
                        .filter(known -> known.heldUntil() != null && known.failingSince() != null)
                        .isPresent()
                ? WaitingReason.CIRCUIT
                : WaitingReason.HELD;
    }

    private boolean isPaused(Endpoint endpoint) {
        return pauses.of(endpoint) != null;
    }
}
