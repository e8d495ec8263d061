package io.posthorn.pipeline;

import io.posthorn.id.IdGenerator;
import io.posthorn.ledger.Disposition;
import io.posthorn.ledger.Terms;
import io.posthorn.retry.RetryDecision;
import io.posthorn.retry.Settlement;
import io.posthorn.throttle.Lanes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** What an outcome means for the delivery, and whether what follows stays in memory. */
final class Verdicts {

    private static final Duration MOMENT = Duration.ofSeconds(1);

    private final AttemptRules rules;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Waits waits;
    private final Lanes lanes;

    Verdicts(AttemptRules rules, InstantSource clock, RandomGenerator random, Waits waits, Lanes lanes) {
        this.rules = rules;
        this.clock = clock;
        this.random = random;
        this.waits = waits;
        this.lanes = lanes;
    }

    /** Counts the attempt, unless it was a probe that failed: then its message waits on, as if it had not been tried. */
    Settlement settle(Delivery delivery, Attempted attempted) {
        Settlement settlement = bySchedule(delivery, attempted);
        boolean probeFailed = attempted.probe()
                && (settlement instanceof Settlement.Again || settlement instanceof Settlement.Exhausted);
        if (probeFailed) {
            return new Settlement.Wait();
        }
        delivery.countAttempt();
        return settlement;
    }

    private Settlement bySchedule(Delivery delivery, Attempted attempted) {
        Settlement settlement = RetryDecision.settle(
                rules.policy(attempted.endpoint()),
                attempted.outcome(),
                delivery.attemptsOfRound() + 1,
                clock.instant(),
                random);
        if (settlement instanceof Settlement.Again(Instant at, boolean slowsEndpoint) && slowsEndpoint) {
            lanes.pause(delivery.endpointId(), at);
        }
        return settlement;
    }

    /** How long the first attempt of a delivery was in coming; see {@link AttemptListener}. */
    long firstAfterMillis(Delivery delivery, Attempted attempted) {
        if (delivery.attempts() > 0 || attempted.probe()) {
            return AttemptListener.NOT_THE_FIRST;
        }
        Instant deliverAt = delivery.message().terms().deliverAt();
        long accepted = IdGenerator.timeOf(delivery.message().id()).toEpochMilli();
        long due = deliverAt == null ? accepted : Math.max(accepted, deliverAt.toEpochMilli());
        return Math.max(0, clock.millis() - attempted.outcome().duration().toMillis() - due);
    }

    Disposition dispose(Delivery delivery, Settlement settlement) {
        return switch (settlement) {
            case Settlement.Delivered _ -> new Disposition.Delivered();
            case Settlement.Again(Instant at, var _)
            when delivery.message().terms().expiredAt(at) -> new Disposition.Discarded(tooLate(delivery));
            case Settlement.Again(Instant at, var _) when staysInMemory(at) -> new Disposition.Waiting(at);
            case Settlement.Again(Instant at, var _) -> new Disposition.Parked(at);
            case Settlement.Hold(Duration pause) ->
                new Disposition.Parked(clock.instant().plus(pause));
            case Settlement.Wait _ -> new Disposition.Held();
            case Settlement.Exhausted _ -> new Disposition.Exhausted();
            case Settlement.Gone _ -> new Disposition.Discarded("the receiver answered 410 Gone");
        };
    }

    /** Whether the message's time has passed, so that no attempt may begin. */
    boolean isTooLate(Delivery delivery) {
        Terms terms = delivery.message().terms();
        return terms.expiresAt() != null && terms.expiredAt(clock.instant());
    }

    static String tooLate(Delivery delivery) {
        return "the message expired at " + delivery.message().terms().expiresAt();
    }

    boolean staysInMemory(Instant until) {
        return waits.admit(until);
    }

    /** A little later than now. */
    Instant moment() {
        return clock.instant().plus(MOMENT);
    }
}
