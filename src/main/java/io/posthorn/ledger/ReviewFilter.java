package io.posthorn.ledger;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a listing of deliveries that ended is narrowed to; null narrows nothing.
 *
 * @param handled of those that failed, whether the ones that somebody has seen to are meant, or the others
 * @param ledger by event type, channel, tag, code and time
 */
record ReviewFilter(@Nullable UUID endpointId, @Nullable UUID messageId, boolean handled, LedgerFilter ledger) {

    /** What a task means, but for its range. */
    static ReviewFilter of(Selection selection) {
        LedgerFilter filter = new LedgerFilter(
                null, selection.codeClass(), selection.eventTypes(), selection.channel(), selection.tag(), null, null);
        return new ReviewFilter(selection.endpointId(), null, Boolean.TRUE.equals(selection.handled()), filter);
    }

    boolean looksAtMessages() {
        return !ledger.eventTypes().isEmpty() || ledger.channel() != null || ledger.tag() != null;
    }

    boolean looksAtAttempts() {
        return ledger.codeClass() != null;
    }
}
