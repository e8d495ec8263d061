package io.posthorn.pipeline;

import io.posthorn.dispatch.AttemptOutcome;
import io.posthorn.id.IdKind;
import io.posthorn.ledger.CrashPoints;
import io.posthorn.ledger.Disposition;
import io.posthorn.ledger.FencedException;
import io.posthorn.ledger.LedgerUnavailableException;
import io.posthorn.ledger.Outcome;
import io.posthorn.ledger.OutcomeRecorder;
import io.posthorn.retry.Settlement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** The second half of a delivery's step: decides what the outcome means and makes it durable before anything else. */
final class Settling {

    private static final Logger log = LoggerFactory.getLogger(Settling.class);
    private static final Duration PAUSE_WHEN_FULL = Duration.ofMillis(50);
    private static final Retry WHILE_FULL = Retry.backoff(Long.MAX_VALUE, PAUSE_WHEN_FULL)
            .maxBackoff(Duration.ofSeconds(1))
            .filter(LedgerUnavailableException.class::isInstance);

    private final Verdicts verdicts;
    private final OutcomeEntries entries;
    private final OutcomeRecorder recorder;
    private final HealthNotes health;
    private final Withdrawals withdrawals;
    private final AttemptListener listener;
    private final CrashPoints crashPoints = CrashPoints.current();
    private final AtomicInteger underWay = new AtomicInteger();

    Settling(
            Verdicts verdicts,
            OutcomeEntries entries,
            OutcomeRecorder recorder,
            HealthNotes health,
            Withdrawals withdrawals,
            AttemptListener listener) {
        this.verdicts = verdicts;
        this.entries = entries;
        this.recorder = recorder;
        this.health = health;
        this.withdrawals = withdrawals;
        this.listener = listener;
    }

    /** Records the attempt; signals {@link DueLater} when another one follows from memory. */
    Mono<Void> settle(Delivery delivery, Attempted attempted) {
        crashPoints.pass("attempted");
        listener.attempted(attempted.outcome(), verdicts.firstAfterMillis(delivery, attempted));
        if (attempted.outcome() instanceof AttemptOutcome.Prevented(String detail, var _)) {
            return prevented(delivery, detail);
        }
        Settlement settlement = verdicts.settle(delivery, attempted);
        Disposition disposition = verdicts.dispose(delivery, settlement);
        Mono<Void> recorded = record(delivery.tenure(), entries.attempted(delivery, attempted, disposition))
                .flatMap(last -> next(delivery, disposition, last));
        return health.noteBefore(recorded, attempted, settlement);
    }

    /** Nothing was sent and no attempt is used; the delivery comes back, from memory or from the table. */
    private Mono<Void> prevented(Delivery delivery, String detail) {
        delivery.named(log.atWarn())
                .log(
                        "Attempt for message {} at endpoint {} could not be made, it comes back in a moment: {}",
                        IdKind.MESSAGE.format(delivery.message().id()),
                        IdKind.ENDPOINT.format(delivery.endpointId()),
                        detail);
        return comeBackSoon(delivery);
    }

    /** Comes back in a moment without an attempt having been used. */
    Mono<Void> comeBackSoon(Delivery delivery) {
        Instant at = verdicts.moment();
        return verdicts.staysInMemory(at) ? Mono.error(new DueLater(at)) : finish(delivery, new Disposition.Parked(at));
    }

    /** Leaves memory until the endpoint's lane has room. */
    Mono<Void> hold(Delivery delivery) {
        return finish(delivery, new Disposition.Held());
    }

    /** Why it may not be sent any more, because somebody took it back; null when nobody did. */
    @Nullable
    String withdrawn(Delivery delivery) {
        return withdrawals.reason(delivery);
    }

    /** Ends without another attempt. */
    Mono<Void> discard(Delivery delivery, String reason) {
        return finish(delivery, new Disposition.Discarded(reason));
    }

    /** Whether it may not be attempted any more. */
    boolean isTooLate(Delivery delivery) {
        return verdicts.isTooLate(delivery);
    }

    /** Ends what has expired. */
    Mono<Void> expire(Delivery delivery) {
        return discard(delivery, Verdicts.tooLate(delivery));
    }

    private Mono<Void> finish(Delivery delivery, Disposition disposition) {
        return record(delivery.tenure(), OutcomeEntries.without(delivery, disposition))
                .flatMap(last -> next(delivery, disposition, last));
    }

    /** Nobody wants the message, or nothing of it is left to do. */
    Mono<Void> nothingToDeliver(Outcome.NothingToDeliver nothing, Tenure tenure) {
        return record(tenure, nothing).then().onErrorComplete(FencedException.class);
    }

    /** Outcomes on their way into the ledger. */
    int underWay() {
        return underWay.get();
    }

    private Mono<Boolean> record(Tenure tenure, Outcome outcome) {
        underWay.incrementAndGet();
        Mono<Boolean> recorded = recorder.record(tenure.node(), outcome);
        // Only those that find no room pay for the operator that repeats them.
        return recorded.onErrorResume(LedgerUnavailableException.class, _ -> recorded.delaySubscription(PAUSE_WHEN_FULL)
                        .retryWhen(WHILE_FULL))
                .doFinally(signal -> underWay.decrementAndGet());
    }

    private Mono<Void> next(Delivery delivery, Disposition disposition, boolean lastOfMessage) {
        return switch (disposition) {
            case Disposition.Waiting(Instant until) -> {
                crashPoints.pass("waiting");
                yield Mono.error(new DueLater(until));
            }
            case Disposition.Parked _ -> {
                crashPoints.pass("parked");
                yield Mono.empty();
            }
            default -> {
                if (!lastOfMessage && delivery.countdown() != null) {
                    crashPoints.pass("fan-out");
                }
                yield Mono.empty();
            }
        };
    }
}
