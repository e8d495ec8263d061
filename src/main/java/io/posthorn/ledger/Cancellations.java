package io.posthorn.ledger;

import java.time.Instant;
import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What people called off: deliveries to an endpoint of all messages from before some moment. */
public interface Cancellations {

    /** The reason of what was called off; statistics know it by its first word. */
    String REASON = "cancelled before it was delivered";

    /**
     * A cancellation.
     *
     * @param before messages whose identifier is smaller are not attempted any more
     */
    record Cancelled(UUID endpointId, UUID before) {}

    /**
     * Calls off what waits in the tables for the endpoint, and has every node do so with what it has in memory; returns
     * how many ended at once. What is asked for again later is sent.
     */
    Mono<Long> cancel(UUID endpointId, Instant createdBefore);

    /** Those made or moved since; a while more than asked for, so that none is missed. */
    Flux<Cancelled> since(Instant moment);
}
