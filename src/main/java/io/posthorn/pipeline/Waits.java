package io.posthorn.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/** The waits between attempts that are short enough, and few enough, to stay in memory. */
final class Waits {

    private final Duration longest;
    private final int most;
    private final InstantSource clock;
    private final Scheduler timer;
    private final AtomicInteger waiting = new AtomicInteger();

    Waits(Duration longest, int most, InstantSource clock, Scheduler timer) {
        this.longest = longest;
        this.most = most;
        this.clock = clock;
        this.timer = timer;
    }

    /** Whether a wait until then stays in memory; otherwise it is parked. */
    boolean admit(Instant until) {
        return waiting.get() < most && !until.isAfter(clock.instant().plus(longest));
    }

    /** Attempts that are watched by the same timer. */
    LongAttempts longAttempts() {
        return new LongAttempts(timer);
    }

    /** Repeats a delivery each time it signals {@link DueLater}, at its time; every other error passes. */
    Retry whenDue() {
        return Retry.from(signals -> signals.concatMap(
                signal -> signal.failure() instanceof DueLater due ? until(due.at()) : Mono.error(signal.failure())));
    }

    /** Completes with a value at the moment, at once when it has passed. */
    Mono<Long> until(Instant at) {
        return Mono.defer(() -> {
            long millis = Duration.between(clock.instant(), at).toMillis();
            if (millis <= 0) {
                return Mono.just(0L);
            }
            waiting.incrementAndGet();
            return Mono.delay(Duration.ofMillis(millis), timer).doFinally(signal -> waiting.decrementAndGet());
        });
    }

    int size() {
        return waiting.get();
    }
}
