package io.posthorn.ledger;

import io.posthorn.form.Condition;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import reactor.core.publisher.Mono;

/**
 * Has messages sent again, or for the first time to an endpoint that did not get them. What is queued here is claimed
 * and delivered as everything else is, by the normal schedule, and its attempts are marked as asked for by hand.
 */
public interface Redeliveries {

    /**
     * Queues one delivery for now. A delivery of the same message to the same endpoint that waits is brought forward;
     * one that is being attempted goes on, and its outcome is recorded beside the new one's.
     *
     * @return whether it is queued, durably; false when the message's content is gone
     */
    Mono<Boolean> resend(UUID applicationId, UUID messageId, UUID endpointId);

    /**
     * Looks at the next messages, by identifier, of the range that a selection has.
     *
     * @param after look at nothing up to this identifier
     * @param limit look at no more than this many
     * @return all that were looked at; fewer than the limit when these were the last
     */
    Mono<List<Candidate>> candidates(Selection selection, UUID after, int limit);

    /**
     * Those of the messages whose payload meets the condition; payloads that are gone meet none. However many and long
     * they are, few are in memory at a time.
     */
    Mono<List<UUID>> meeting(Condition condition, UUID applicationId, Collection<UUID> messages);

    /**
     * Queues deliveries of an application's messages to an endpoint, each for when the endpoint has capacity. Takes part
     * in the subscriber's transaction.
     *
     * @return how many; those whose content is gone by now are left out
     */
    Mono<Long> queue(UUID applicationId, UUID endpointId, Collection<UUID> messages);

    /** Says to this node that there is something to claim, so that it does not wait for its next look. */
    void announce();
}
