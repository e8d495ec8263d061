package io.posthorn.retry;

import io.posthorn.dispatch.AttemptOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Says what an outcome means for its delivery. A pure function: the same arguments give the same answer. */
public final class RetryDecision {

    private static final int GONE = 410;
    private static final Set<Integer> HEEDS_RETRY_AFTER = Set.of(429, 502, 503, 504);
    private static final Duration HOLD_PAUSE = Duration.ofSeconds(5);

    private RetryDecision() {}

    /**
     * Settles one outcome.
     *
     * @param attemptsMade attempts made so far, this one included; at least 1
     * @param now when the attempt ended
     * @param random draws the jitter
     */
    public static Settlement settle(
            RetryPolicy policy, AttemptOutcome outcome, int attemptsMade, Instant now, RandomGenerator random) {
        return switch (outcome) {
            case AttemptOutcome.Accepted _ -> new Settlement.Delivered();
            case AttemptOutcome.Refused refused -> settleRefused(policy, refused, attemptsMade, now, random);
            case AttemptOutcome.Unanswered _ -> bySchedule(policy, attemptsMade, now, random);
            case AttemptOutcome.Prevented _ -> new Settlement.Hold(policy.jittered(HOLD_PAUSE, random));
        };
    }

    private static Settlement settleRefused(
            RetryPolicy policy, AttemptOutcome.Refused refused, int attemptsMade, Instant now, RandomGenerator random) {
        if (refused.status() == GONE) {
            return new Settlement.Gone();
        }
        if (policy.noRetryOn().contains(refused.status()) || policy.isUsedUp(attemptsMade)) {
            return new Settlement.Exhausted();
        }
        return askedFor(refused, now)
                .<Settlement>map(delay -> new Settlement.Again(now.plus(delay), true))
                .orElseGet(() -> bySchedule(policy, attemptsMade, now, random));
    }

    private static Optional<Duration> askedFor(AttemptOutcome.Refused refused, Instant now) {
        return Optional.ofNullable(refused.retryAfter())
                .filter(_ -> HEEDS_RETRY_AFTER.contains(refused.status()))
                .flatMap(value -> RetryAfter.parse(value, now));
    }

    private static Settlement bySchedule(RetryPolicy policy, int attemptsMade, Instant now, RandomGenerator random) {
        return policy.isUsedUp(attemptsMade)
                ? new Settlement.Exhausted()
                : new Settlement.Again(now.plus(policy.delayAfter(attemptsMade, random)), false);
    }
}
