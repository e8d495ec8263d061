package io.posthorn.observability;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.posthorn.dispatch.AttemptOutcome;
import io.posthorn.pipeline.AttemptListener;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** Counts attempts and measures how long they take, and how soon they come. */
final class AttemptMeters implements AttemptListener {

    private static final Duration[] ATTEMPTS =
            millis(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000);
    private static final Duration[] FIRSTS =
            millis(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 60_000, 300_000, 3_600_000);

    private final Map<OutcomeClass, Counter> attempts = new EnumMap<>(OutcomeClass.class);
    private final Timer duration;
    private final Timer first;

    AttemptMeters(MeterRegistry registry) {
        for (OutcomeClass outcome : OutcomeClass.values()) {
            attempts.put(
                    outcome,
                    Counter.builder("posthorn.attempts")
                            .description("Attempts by what came of them; prevented is ours, the others the receivers'")
                            .tag("outcome", outcome.label())
                            .register(registry));
        }
        duration = Timer.builder("posthorn.attempt.duration")
                .description("From the permit to the end of what was read of the answer")
                .serviceLevelObjectives(ATTEMPTS)
                .register(registry);
        first = Timer.builder("posthorn.accept.to.first.attempt")
                .description("From the moment a message could go to its first attempt at an endpoint")
                .serviceLevelObjectives(FIRSTS)
                .register(registry);
    }

    private static Duration[] millis(long... bounds) {
        return LongStream.of(bounds).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }

    @Override
    public void attempted(AttemptOutcome outcome, long firstAfterMillis) {
        OutcomeClass known = OutcomeClass.of(outcome);
        Objects.requireNonNull(attempts.get(known)).increment();
        if (known != OutcomeClass.PREVENTED) {
            duration.record(outcome.duration());
            if (firstAfterMillis >= 0) {
                first.record(firstAfterMillis, TimeUnit.MILLISECONDS);
            }
        }
    }
}
