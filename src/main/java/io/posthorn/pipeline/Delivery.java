package io.posthorn.pipeline;

import io.posthorn.ledger.Countdown;
import io.posthorn.ledger.Message;
import io.posthorn.ledger.Progress;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One message on its way to one endpoint. Its pipeline takes one step at a time, so its count needs no guard.
 *
 * <p>It answers either to a message's countdown, when the node has the whole message, or to a row of its own.
 */
final class Delivery {

    private final Message message;
    private final UUID endpointId;
    private final Tenure tenure;
    private final @Nullable Countdown countdown;
    private final @Nullable Instant firstDueAt;
    private int attempts;

    private Delivery(
            Message message, UUID endpointId, Tenure tenure, @Nullable Countdown countdown, Progress progress) {
        this.message = message;
        this.endpointId = endpointId;
        this.tenure = tenure;
        this.countdown = countdown;
        this.attempts = progress.attempts();
        this.firstDueAt = progress.nextAt();
    }

    /** A delivery of a message that this node has as a whole. */
    static Delivery ofMessage(Message message, UUID endpointId, Tenure tenure, Countdown countdown, Progress progress) {
        return new Delivery(message, endpointId, tenure, countdown, progress);
    }

    /** A delivery claimed from a row of its own. */
    static Delivery ofRow(Message message, UUID endpointId, Tenure tenure, int attempts) {
        return new Delivery(message, endpointId, tenure, null, new Progress(attempts, null, false));
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

    int attempts() {
        return attempts;
    }

    void countAttempt() {
        attempts++;
    }
}
