package io.posthorn.ledger;

/** Why something waits in a table. */
public enum WaitingReason {
    /** It could go now: nobody has taken it yet. */
    DUE,
    /** For the time of its next attempt. */
    RETRY,
    /** For the time it is to be delivered at. */
    SCHEDULED,
    /** For room in its endpoint's lane, or for the receiver's Retry-After. */
    HELD,
    /** For its endpoint's circuit, which is open. */
    CIRCUIT,
    /** For somebody to resume what was paused. */
    PAUSED
}
