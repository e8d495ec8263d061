package io.posthorn.ledger;

import java.time.Instant;

/** Where a delivery goes after what just happened to it. */
public sealed interface Disposition {

    /** Whether the message's owner is rid of the delivery: it ended, or a row of its own answers for it. */
    default boolean settles() {
        return !(this instanceof Waiting);
    }

    /** The receiver has it. */
    record Delivered() implements Disposition {}

    /** It stays in this node's memory until its next attempt; the attempt row says when that is. */
    record Waiting(Instant until) implements Disposition {}

    /** It leaves memory and comes back when it is due. */
    record Parked(Instant dueAt) implements Disposition {}

    /** It leaves memory and comes back when its endpoint has capacity. */
    record Held() implements Disposition {}

    /** No attempt is left: it failed, and waits for a person. */
    record Exhausted() implements Disposition {}

    /** It ends without another attempt, for a reason people can read. */
    record Discarded(String reason) implements Disposition {}
}
