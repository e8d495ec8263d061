package io.posthorn.idempotency;

import java.util.UUID;

/** What became of a claim to a key. */
sealed interface Claim {

    /** It is ours, under this name: do the work. */
    record Won(UUID claim) implements Claim {}

    /** Somebody else is at work on the same request. */
    record InProgress() implements Claim {}

    /** The key was used for another request. */
    record OtherRequest() implements Claim {}

    /** The work is done, and this is the answer, still encrypted. */
    record Answered(int status, byte[] sealed) implements Claim {}
}
