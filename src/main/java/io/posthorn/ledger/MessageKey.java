package io.posthorn.ledger;

import java.util.UUID;

/**
 * Something that only one message may carry while it lives: an idempotency key or an event id, kept as a hash.
 *
 * @param kind what a second use of the key means
 * @param hash 128 bits over tenant, kind and key
 * @param requestHash 128 bits over the request body, to tell a repetition from a reuse
 */
public record MessageKey(Kind kind, UUID hash, UUID requestHash) {

    /** The two kinds of keys, which differ in the answer to a second use. */
    public enum Kind {
        /** A repeated request gets the first answer again. */
        IDEMPOTENCY,
        /** A second message with the same event id is a conflict. */
        EVENT_ID,
        /** The same event id, and who sends the same event again is told that it is there already. */
        EVENT
    }
}
