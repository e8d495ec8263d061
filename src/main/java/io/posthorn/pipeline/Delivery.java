package io.posthorn.pipeline;

import io.posthorn.id.IdKind;
import io.posthorn.ledger.ClaimedDelivery;
import io.posthorn.ledger.Countdown;
import io.posthorn.ledger.Message;
import io.posthorn.ledger.Progress;
import io.posthorn.ledger.Round;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One message on its way to one endpoint. Its pipeline takes one step at a time, so its count needs no guard.
 *
 * <p>It answers either to a message's countdown, when the node has the whole message, or to a row of its own.
 */
final class Delivery {

    private final Message message;
    private final UUID endpointId;
    private final Tenure tenure;
    private final Round round;
    private final @Nullable Countdown countdown;
    private final @Nullable Instant firstDueAt;
    private int attempts;

    private Delivery(
            Message message,
            UUID endpointId,
            Tenure tenure,
            Round round,
            @Nullable Countdown countdown,
            Progress progress) {
        this.message = message;
        this.endpointId = endpointId;
        this.tenure = tenure;
        this.round = round;
        this.countdown = countdown;
        this.attempts = progress.attempts();
        this.firstDueAt = progress.nextAt();
    }

    /** A delivery of a message that this node has as a whole. */
    static Delivery ofMessage(Message message, UUID endpointId, Tenure tenure, Countdown countdown, Progress progress) {
        return new Delivery(message, endpointId, tenure, Round.SCHEDULED, countdown, progress);
    }

    /** A delivery claimed from a row of its own. */
    static Delivery ofRow(ClaimedDelivery claimed, Tenure tenure) {
        Progress before = new Progress(claimed.attempts(), null, false);
        return new Delivery(claimed.message(), claimed.endpointId(), tenure, claimed.round(), null, before);
    }

    Message message() {
        return message;
    }

    UUID endpointId() {
        return endpointId;
    }

    Tenure tenure() {
        return tenure;
    }

    @Nullable
    Countdown countdown() {
        return countdown;
    }

    boolean hasRow() {
        return countdown == null;
    }

    /** When its next attempt was due under its former owner; null for at once. */
    @Nullable
    Instant firstDueAt() {
        return firstDueAt;
    }

    /** The log event with the identifiers in fields of their own, for those who read the log by machine. */
    LoggingEventBuilder named(LoggingEventBuilder event) {
        return event.addKeyValue("message_id", IdKind.MESSAGE.format(message.id()))
                .addKeyValue("endpoint_id", IdKind.ENDPOINT.format(endpointId))
                .addKeyValue("application_id", IdKind.APPLICATION.format(message.applicationId()));
    }

    /** Which request it answers. */
    Round round() {
        return round;
    }

    /** All attempts made so far. */
    int attempts() {
        return attempts;
    }

    /** The attempts that count for its schedule. */
    int attemptsOfRound() {
        return attempts - round.base();
    }

    void countAttempt() {
        attempts++;
    }
}
