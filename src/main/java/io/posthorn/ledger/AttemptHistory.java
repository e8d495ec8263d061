package io.posthorn.ledger;

import java.time.Instant;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** What an endpoint's attempts came to. */
public interface AttemptHistory {

    /**
     * Attempts of a time.
     *
     * @param failed how many failed; counted to a few dozen and no further
     */
    record Made(long delivered, long failed) {}

    /** The attempts at the endpoint since the moment. */
    Mono<Made> since(UUID endpointId, Instant moment);
}
