package io.posthorn.retry;

import java.time.Duration;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * What to do about failures of one endpoint.
 *
 * @param schedule when to try again and when to stop
 * @param jitter by which fraction a scheduled wait may be shorter or longer, 0 (exact) to 1; keeps deliveries that
 *     failed together from coming back together
 * @param noRetryOn status codes after which no retry helps
 */
public record RetryPolicy(RetrySchedule schedule, double jitter, Set<Integer> noRetryOn) {

    private static final double DEFAULT_JITTER = 0.2;

    public RetryPolicy {
        if (!(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("jitter is a fraction of 0 to 1, not " + jitter);
        }
        noRetryOn = Set.copyOf(noRetryOn);
    }

    /** The preset with a jitter of 20 %, retrying after every status. */
    public static RetryPolicy of(RetryPreset preset) {
        return of(preset, Set.of());
    }

    /** The schedule with a jitter of 20 %, retrying after every status but these. */
    public static RetryPolicy of(RetrySchedule schedule, Set<Integer> noRetryOn) {
        return new RetryPolicy(schedule, DEFAULT_JITTER, noRetryOn);
    }

    /** Whether no attempt is left once this many were made. */
    boolean isUsedUp(int attemptsMade) {
        return attemptsMade >= schedule.maxAttempts();
    }

    /** The wait after this many attempts, with jitter. */
    Duration delayAfter(int attemptsMade, RandomGenerator random) {
        return jittered(schedule.delayAfter(attemptsMade), random);
    }

    /** The wait, up to {@code jitter} shorter or longer. */
    Duration jittered(Duration wait, RandomGenerator random) {
        double factor = 1 + jitter * (2 * random.nextDouble() - 1);
        return Duration.ofMillis(Math.round(wait.toMillis() * factor));
    }
}
