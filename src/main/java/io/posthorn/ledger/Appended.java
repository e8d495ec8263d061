package io.posthorn.ledger;

import java.util.UUID;

/** What became of a message that was handed to the ledger. */
public sealed interface Appended {

    /** It is committed: from here on each matching endpoint gets it, whatever dies. */
    record Committed() implements Appended {}

    /** The same request was committed before, as this message. */
    record Repeated(UUID messageId) implements Appended {}

    /** The key was used before with another request. */
    record KeyReused(MessageKey.Kind kind, UUID messageId) implements Appended {}

    /** Two requests raced for one key and neither has it now; the same request again will be decided. */
    record Contended() implements Appended {}
}
