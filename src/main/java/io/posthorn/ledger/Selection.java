package io.posthorn.ledger;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which of an application's messages are meant.
 *
 * @param endpointId the endpoint they are looked at from; null for all of them, where no request is made
 * @param first the smallest identifier of those meant
 * @param end the smallest identifier beyond those meant
 * @param eventTypes any of these; empty means all
 * @param status how far they have come with the endpoint; for {@link Kind#ATTEMPTED} only
 * @param codeClass the hundred of the latest attempt's status code, 0 for no answer; for {@link Kind#ATTEMPTED}, and
 *     for what is to be marked as handled
 * @param handled whether only those that are marked as handled are meant, or only the others; null for both
 */
public record Selection(
        Kind kind,
        UUID applicationId,
        @Nullable UUID endpointId,
        UUID first,
        UUID end,
        List<String> eventTypes,
        @Nullable String channel,
        @Nullable String tag,
        @Nullable MessageStatus status,
        @Nullable Integer codeClass,
        @Nullable Boolean handled) {

    /** The same up to another end. */
    public Selection endingAt(UUID other) {
        return new Selection(
                kind, applicationId, endpointId, first, other, eventTypes, channel, tag, status, codeClass, handled);
    }

    /** What is asked of a message. */
    public enum Kind {
        /** Its delivery to the endpoint ended without success after at least one attempt. */
        FAILED,
        /** No attempt was made at the endpoint, and none is to come. */
        MISSING,
        /** An attempt was made at the endpoint; what still waits for another counts only when its status is asked for. */
        ATTEMPTED,
        /** Nothing. */
        ALL
    }
}
