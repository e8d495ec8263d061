package io.posthorn.retry;

import java.time.Duration;
import java.util.List;

/** How long to wait after each failed attempt, before jitter, and when to stop trying. */
public sealed interface RetrySchedule permits RetryPreset, RetrySchedule.Exponential, RetrySchedule.Listed {

    /** No single wait is longer than this. */
    Duration MAX_DELAY = Duration.ofHours(24);

    /** Attempts in all, the first one included; at least 1. */
    int maxAttempts();

    /**
     * The wait before the next attempt.
     *
     * @param attemptsMade attempts made so far, 1 to {@link #maxAttempts()} - 1
     */
    Duration delayAfter(int attemptsMade);

    /**
     * Waits that grow by a factor: {@code base}, {@code base * factor}, {@code base * factor^2} and so on, none longer
     * than {@link #MAX_DELAY}.
     *
     * @param base the first wait, above zero
     * @param factor 1 or more
     * @param maxAttempts attempts in all, 1 to 100
     */
    record Exponential(Duration base, double factor, int maxAttempts) implements RetrySchedule {

        public Exponential {
            requireDelay(base);
            if (base.isZero() || !(factor >= 1) || factor > 100 || maxAttempts < 1 || maxAttempts > 100) {
                throw new IllegalArgumentException(
                        "an exponential schedule has a base above zero, a factor of 1 to 100 and 1 to 100 attempts");
            }
        }

        @Override
        public Duration delayAfter(int attemptsMade) {
            double millis = base.toMillis() * Math.pow(factor, attemptsMade - 1.0);
            return Duration.ofMillis(Math.round(Math.min(millis, MAX_DELAY.toMillis())));
        }
    }

    /**
     * One wait for each retry.
     *
     * @param delays at most 99, each 0 to {@link #MAX_DELAY}; an empty list means one attempt and no retry
     */
    record Listed(List<Duration> delays) implements RetrySchedule {

        public Listed {
            delays = List.copyOf(delays);
            delays.forEach(RetrySchedule::requireDelay);
            if (delays.size() > 99) {
                throw new IllegalArgumentException("a retry list has at most 99 waits, not " + delays.size());
            }
        }

        @Override
        public int maxAttempts() {
            return delays.size() + 1;
        }

        @Override
        public Duration delayAfter(int attemptsMade) {
            return delays.get(attemptsMade - 1);
        }
    }

    private static void requireDelay(Duration delay) {
        if (delay.isNegative() || delay.compareTo(MAX_DELAY) > 0) {
            throw new IllegalArgumentException("a retry waits 0 seconds to 24 hours, not " + delay);
        }
    }
}
