package io.posthorn.ledger;

import java.util.UUID;

/**
 * How many deliveries of a message this node still answers for. It falls only after the outcome's own commit, on the
 * outcomes' event loop; the message's pending row goes in the transaction that brings it to zero.
 */
public final class Countdown {

    private final UUID messageId;
    private int remaining;

    /** A countdown for this many deliveries, zero for a message that nobody wanted. */
    public Countdown(UUID messageId, int deliveries) {
        this.messageId = messageId;
        this.remaining = deliveries;
    }

    /** The message whose deliveries are counted. */
    public UUID messageId() {
        return messageId;
    }

    boolean endsWith(int settled) {
        return remaining <= settled;
    }

    void fall(int settled) {
        remaining -= settled;
    }
}
