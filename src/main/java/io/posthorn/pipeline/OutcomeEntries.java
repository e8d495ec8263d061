package io.posthorn.pipeline;

import io.posthorn.dispatch.AttemptOutcome;
import io.posthorn.id.IdGenerator;
import io.posthorn.ledger.AttemptRow;
import io.posthorn.ledger.Disposition;
import io.posthorn.ledger.Outcome;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Turns what happened to a delivery into what the ledger writes about it. */
final class OutcomeEntries {

    private final IdGenerator ids;

    OutcomeEntries(IdGenerator ids) {
        this.ids = ids;
    }

    Outcome attempted(Delivery delivery, Attempted attempted, Disposition disposition) {
        return entry(delivery, row(delivery, attempted, disposition), disposition);
    }

    static Outcome without(Delivery delivery, Disposition disposition) {
        return entry(delivery, null, disposition);
    }

    private static Outcome entry(Delivery delivery, @Nullable AttemptRow attempt, Disposition disposition) {
        return new Outcome.OfDelivery(
                delivery.message().id(),
                delivery.endpointId(),
                delivery.message().applicationId(),
                delivery.message().eventType(),
                attempt,
                disposition,
                delivery.attempts(),
                delivery.round(),
                delivery.message().terms().expiresAt(),
                delivery.hasRow(),
                delivery.countdown());
    }

    private AttemptRow row(Delivery delivery, Attempted attempted, Disposition disposition) {
        AttemptOutcome outcome = attempted.outcome();
        Instant nextAt = disposition instanceof Disposition.Waiting(Instant until) ? until : null;
        int millis = Math.toIntExact(outcome.duration().toMillis());
        String url = attempted.endpoint().url().toString();
        int number = delivery.attempts() + (disposition instanceof Disposition.Held ? 1 : 0);
        return switch (outcome) {
            case AttemptOutcome.Accepted(int status, byte[] body, var _) ->
                new AttemptRow(ids.next(), url, true, status, number, millis, body, null, nextAt);
            case AttemptOutcome.Refused(int status, byte[] body, String detail, var _, var _) ->
                new AttemptRow(ids.next(), url, false, status, number, millis, body, detail, nextAt);
            case AttemptOutcome.Unanswered(var _, String detail, var _) ->
                new AttemptRow(ids.next(), url, false, 0, number, millis, null, detail, nextAt);
            case AttemptOutcome.Prevented(String detail, var _) ->
                new AttemptRow(ids.next(), url, false, 0, number, millis, null, detail, nextAt);
        };
    }
}
