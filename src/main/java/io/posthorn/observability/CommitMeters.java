package io.posthorn.observability;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.posthorn.ledger.CommitListener;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Measures group commits: how large, how long. */
final class CommitMeters implements CommitListener {

    private static final double[] SIZES = {1, 2, 5, 10, 50, 100, 500, 1_000, 2_000};
    private static final Duration[] TIMES = LongStream.of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 10_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final Map<String, Flushes> byCommit = new ConcurrentHashMap<>();
    private final MeterRegistry registry;

    CommitMeters(MeterRegistry registry) {
        this.registry = registry;
        Stream.of("append", "keyed-append", "outcome").forEach(this::of);
    }

    private record Flushes(Timer time, DistributionSummary items) {}

    private Flushes of(String commit) {
        Flushes known = byCommit.get(commit);
        return known == null ? byCommit.computeIfAbsent(commit, this::made) : known;
    }

    private Flushes made(String commit) {
        return new Flushes(
                Timer.builder("posthorn.flush.duration")
                        .description("From the begin of a group's transaction to the answer to its COMMIT")
                        .tag("commit", commit)
                        .serviceLevelObjectives(TIMES)
                        .register(registry),
                DistributionSummary.builder("posthorn.flush.items")
                        .description("Items in a group")
                        .tag("commit", commit)
                        .serviceLevelObjectives(SIZES)
                        .register(registry));
    }

    @Override
    public void flushed(String commit, int items, long nanos) {
        Flushes flushes = of(commit);
        flushes.time().record(nanos, TimeUnit.NANOSECONDS);
        flushes.items().record(items);
    }
}
