package io.posthorn.pipeline;

import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Lets an attempt last longer than one heartbeat is good for, as long as heartbeats go on. When they stop, it is broken
 * off before any other node may take this one for dead, so that two never attempt the same delivery.
 */
final class LongAttempts {

    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final Duration BREAK_OFF_BEFORE = Duration.ofSeconds(1);

    private final Scheduler timer;

    LongAttempts(Scheduler timer) {
        this.timer = timer;
    }

    /** The attempt; empty when it was broken off. */
    <T> Mono<T> guarded(Mono<T> attempt, Tenure tenure) {
        Mono<Long> endangered = Flux.interval(LOOK_EVERY, timer)
                .onBackpressureDrop()
                .filter(_ -> !tenure.outlives(BREAK_OFF_BEFORE))
                .next();
        return attempt.takeUntilOther(endangered);
    }
}
