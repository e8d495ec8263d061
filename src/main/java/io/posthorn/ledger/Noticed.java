package io.posthorn.ledger;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that the sending product is to be told, with what the record has about it.
 *
 * @param number its place among all notices
 * @param event the name of what happened
 * @param detail what the notice says itself, as JSON; or null
 * @param message the message that it is about; null when it is about none, or that is gone
 * @param attempt the attempt that it is about; null when it is about none, or none was made
 * @param deliveries how the message stands with each endpoint that it went to
 */
public record Noticed(
        long number,
        String event,
        UUID organizationId,
        UUID applicationId,
        @Nullable String applicationUid,
        @Nullable UUID endpointId,
        @Nullable String detail,
        Instant at,
        @Nullable OfMessage message,
        @Nullable OfAttempt attempt,
        List<OfEndpoint> deliveries) {

    /**
     * The message.
     *
     * @param done whether nothing of it is left to do, by the tables
     */
    public record OfMessage(
            UUID id,
            String eventType,
            @Nullable String eventId,
            List<String> channels,
            List<String> tags,
            boolean done) {}

    /**
     * An attempt.
     *
     * @param response the first bytes of what was answered; null without an answer
     * @param detail plain words about a failure; or null
     * @param recovery whether it is the first success after failures; told only where it was asked for by its id
     */
    public record OfAttempt(
            UUID id,
            UUID messageId,
            UUID endpointId,
            boolean delivered,
            int code,
            int number,
            int durationMillis,
            byte @Nullable [] response,
            @Nullable String detail,
            boolean recovery) {}

    /**
     * A delivery.
     *
     * @param state that of its row, as the schema has it; -1 without one, because it was delivered
     * @param reason why it was discarded; or null
     * @param last its newest attempt; null when none was made
     */
    public record OfEndpoint(
            UUID endpointId,
            int state,
            @Nullable String reason,
            @Nullable OfAttempt last) {}
}
