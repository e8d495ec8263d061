package io.posthorn.ledger;

import java.time.Instant;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** Deliveries that wait in rows of their own: since when, and how they end when nobody is to claim them any more. */
public interface Unclaimed {

    /**
     * Ends deliveries that wait in rows and that nobody owns, whose message has expired by then, the first ones first;
     * those that another node is at are passed over. Returns how many ended.
     */
    Mono<Long> discardExpired(Instant now, int limit);

    /** When the oldest message was made that waits in a row for the endpoint; empty when none does. */
    Mono<Instant> oldestWaiting(UUID endpointId);

    /** Ends what waits in rows of an endpoint that is gone for good; returns how many ended. */
    Mono<Long> discardWaiting(UUID endpointId, String reason);
}
