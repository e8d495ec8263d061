package io.posthorn.ledger;

import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Takes contents back: payloads of messages and bodies of responses. What they were part of stays on record. */
public interface Contents {

    /**
     * Removes the payloads of messages. What still waits for them is discarded with that reason: in the tables at once,
     * in the memory of other nodes within a second or so; only a request that is on its way ends as it does.
     *
     * @return those of the messages that the application has; an application without some of them is no error
     */
    Mono<Set<UUID>> expunge(UUID applicationId, Collection<UUID> messages);

    /** Replaces the response of an attempt by a mark; false when there is no such attempt. */
    Mono<Boolean> expungeResponse(UUID applicationId, UUID messageId, UUID attemptId);

    /**
     * Removes the payloads whose own time has come, on one node at a time.
     *
     * @param limit at most this many
     * @return how many; 0 also while another node is at it
     */
    Mono<Long> expungeDue(int limit);

    /** Messages whose contents were taken back since, as the database's clock has it, while a node had them in memory. */
    Flux<UUID> recalled(Instant since);
}
