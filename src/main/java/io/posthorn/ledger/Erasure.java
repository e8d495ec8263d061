package io.posthorn.ledger;

import java.util.UUID;
import reactor.core.publisher.Mono;

/**
 * Takes everything that the ledger has of an application out of it, portion by portion; nothing is left on record. Only
 * for an application that was deleted, long enough ago that no node has anything of it in memory.
 */
public interface Erasure {

    /**
     * Erases the next messages, by identifier, with all that belongs to them: attempts, deliveries, what waits, and the
     * keys of their event ids. Takes part in the subscriber's transaction.
     *
     * @param limit at most so many messages
     * @return what was erased; fewer than the limit when these were the last
     */
    Mono<Erased> messages(UUID application, int limit);

    /**
     * Erases rows that are left although their message is gone, as after a retention or a late outcome; as above.
     *
     * @return how many; 0 when nothing is left
     */
    Mono<Long> rest(UUID application, int limit);

    /**
     * Messages that are gone.
     *
     * @param last the greatest of their identifiers; all zeros when there were none
     */
    record Erased(int count, UUID last) {}
}
