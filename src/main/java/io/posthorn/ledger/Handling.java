package io.posthorn.ledger;

import java.util.UUID;
import reactor.core.publisher.Mono;

/**
 * Marks deliveries that failed for good as handled, or takes the mark away: what somebody has seen to is not to be
 * reviewed any more, and is not sent again with the rest.
 */
public interface Handling {

    /**
     * Marks what the selection means among the next messages, by identifier, of its range. Takes part in the
     * subscriber's transaction.
     *
     * @param selection whose {@code handled} says what is changed: with {@code false} the open ones are marked, with
     *     {@code true} the mark of the others is taken away
     * @param after look at no message up to this identifier
     * @param limit look at no more messages than this
     * @param by who does it
     */
    Mono<Swept> sweep(Selection selection, UUID after, int limit, String by);

    /** How many deliveries the selection means, counting no further than the ceiling. */
    Mono<Long> count(Selection selection, int ceiling);

    /**
     * What came of a page.
     *
     * @param messages how many were looked at; fewer than the limit when these were the last
     * @param reached the last of them; as it was when there was none
     * @param changed how many deliveries were marked, or lost their mark
     */
    record Swept(int messages, UUID reached, long changed) {}
}
