package io.posthorn.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether anything is sent, and what would be.
 *
 * @param state {@code running} or {@code stopped}
 * @param reason why it is stopped; null while it runs
 * @param since when it was stopped; null while it runs
 * @param messages accepted messages that are not finished: each goes to every endpoint that matches and has not had it
 * @param deliveries deliveries that wait in rows of their own, for their next attempt or for their endpoint
 * @param scheduled messages that wait for the time they are to be sent at
 * @param oldest when the oldest unfinished message was accepted; null where there is none
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record DispatchOut(
        String state,
        @Nullable String reason,
        @Nullable Instant since,
        long messages,
        long deliveries,
        long scheduled,
        @Nullable Instant oldest) {}
