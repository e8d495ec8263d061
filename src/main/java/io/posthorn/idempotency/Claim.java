package io.posthorn.idempotency;

import java.util.UUID;

/** What became of a claim to a key. */
sealed interface Claim {

    /** It is ours, under this name: do the work. */
    record Won(UUID claim) implements Claim {}

    /** Somebody else is at work on the same request. */
    record InProgress() implements Claim {}

    /**
     * The work is done, and nobody has said so to the caller yet, or will.
     *
     * @param claim the name under which an answer to it can still be written down
     * @param name the identifier of what was made
     */
    record Made(UUID claim, String name) implements Claim {}

    /** The key was used for another request. */
    record OtherRequest() implements Claim {}

    /** The work is done, and this is the answer, still encrypted. */
    record Answered(int status, byte[] sealed) implements Claim {}

    /** Whether an answer may come soon from the one who has the claim. */
    default boolean mayBeAnswered() {
        return this instanceof InProgress || this instanceof Made;
    }
}
