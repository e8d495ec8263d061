package io.posthorn.ingest;

import io.posthorn.api.Problem;
import io.posthorn.ledger.MessageJson;
import io.posthorn.ledger.MessageOut;
import io.posthorn.ledger.NewMessage;
import java.util.UUID;

/** Whether a message was accepted. */
sealed interface Acceptance {

    /**
     * It was, or had been before.
     *
     * @param messageId the identifier it was accepted under
     * @param message as this request brought it
     * @param repeated whether it was accepted by an earlier request with the same key
     */
    record Accepted(UUID messageId, NewMessage message, boolean repeated) implements Acceptance {

        /** The message as JSON in UTF-8. */
        byte[] json(boolean withContent) {
            return MessageJson.write(MessageOut.of(message, messageId, withContent));
        }
    }

    /** It was not. */
    record Refused(Problem problem) implements Acceptance {}

    /** Whether it was refused because the database is away, as the next one would be. */
    default boolean isAway() {
        return this instanceof Refused(Problem problem) && problem.isUnavailable();
    }
}
