package io.posthorn.retry;

import java.time.Duration;
import java.time.Instant;

/** What one outcome means for its delivery. */
public sealed interface Settlement {

    /** The receiver has it. */
    record Delivered() implements Settlement {}

    /**
     * Another attempt is due.
     *
     * @param at not before this moment
     * @param slowsEndpoint whether the receiver asked for it ({@code Retry-After}), so that the whole endpoint waits
     */
    record Again(Instant at, boolean slowsEndpoint) implements Settlement {}

    /** The fault was ours: no attempt was used, come back after the pause. */
    record Hold(Duration pause) implements Settlement {}

    /** The endpoint is not back yet: no attempt was used, come back when it is. */
    record Wait() implements Settlement {}

    /** No attempts are left, or the status is one that the policy never retries. */
    record Exhausted() implements Settlement {}

    /** The receiver said 410: the endpoint is to be disabled and its waiting deliveries discarded. */
    record Gone() implements Settlement {}
}
