package io.posthorn.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthorn.endpoint.Endpoint;
import io.posthorn.id.IdGenerator;
import io.posthorn.id.IdKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A delivery that ended, as the API shows it.
 *
 * @param eventType null when the message is gone by now
 * @param endpointUrl null when the endpoint was deleted
 * @param attempts how many were made
 * @param reason why it was discarded; null for what was delivered, or given up after its last attempt
 * @param responseStatusCode of the latest attempt; 0 without an answer
 * @param attemptedAt when the latest attempt ended
 * @param timestamp when the message was accepted
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DeliveryOut(
        String msgId,
        @Nullable String eventId,
        @Nullable String eventType,
        @Nullable List<String> channels,
        String endpointId,
        @Nullable String endpointUid,
        @Nullable String endpointUrl,
        boolean endpointDeleted,
        int status,
        String statusText,
        int attempts,
        @Nullable String reason,
        @Nullable String lastAttemptId,
        @Nullable Integer responseStatusCode,
        @Nullable Instant attemptedAt,
        Instant timestamp,
        @Nullable Instant handledAt,
        @Nullable String handledBy) {

    static DeliveryOut of(EndedDelivery ended, Optional<Endpoint> endpoint) {
        Optional<EndedDelivery.Last> last = Optional.ofNullable(ended.last());
        Optional<HandledMark> mark = Optional.ofNullable(ended.mark());
        MessageStatus status = ended.delivered() ? MessageStatus.SUCCESS : MessageStatus.FAIL;
        return new DeliveryOut(
                IdKind.MESSAGE.format(ended.messageId()),
                ended.eventId(),
                ended.eventType(),
                ended.channels().isEmpty() ? null : ended.channels(),
                IdKind.ENDPOINT.format(ended.endpointId()),
                endpoint.map(Endpoint::uid).orElse(null),
                endpoint.map(found -> found.url().toString()).orElse(null),
                endpoint.isEmpty(),
                status.number(),
                status.text(),
                ended.attempts(),
                ended.reason(),
                last.map(attempt -> IdKind.ATTEMPT.format(attempt.id())).orElse(null),
                last.map(EndedDelivery.Last::code).orElse(null),
                last.map(attempt -> IdGenerator.timeOf(attempt.id())).orElse(null),
                IdGenerator.timeOf(ended.messageId()),
                mark.map(HandledMark::handledAt).orElse(null),
                mark.map(HandledMark::handledBy).orElse(null));
    }
}
