package io.posthorn.throttle;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Fetches leases as they are wanted, all that are wanted at a time in one statement, and does nothing else. */
final class LeaseLifecycle implements SmartLifecycle {

    /** After heartbeats began and before the pipeline, which stops first. */
    static final int PHASE = 500;

    private static final Logger log = LoggerFactory.getLogger(LeaseLifecycle.class);
    private static final Duration AGAIN = Duration.ofMillis(500);
    private static final Duration TIDY_EVERY = Duration.ofMinutes(10);
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final Leases leases;
    private final LeaseDesk desk;
    private final InstantSource clock;
    private final Scheduler scheduler;
    private Instant nextTidy;
    private volatile @Nullable Disposable fetching;

    LeaseLifecycle(Leases leases, LeaseDesk desk, InstantSource clock, Scheduler scheduler) {
        this.leases = leases;
        this.desk = desk;
        this.clock = clock;
        this.scheduler = scheduler;
        this.nextTidy = clock.instant().plus(TIDY_EVERY);
    }

    @Override
    public void start() {
        fetching = Flux.merge(desk.wanted(), Flux.interval(AGAIN, scheduler).onBackpressureDrop())
                .onBackpressureLatest()
                .concatMap(_ -> round(), 1)
                .subscribe();
    }

    private Mono<Void> round() {
        return Mono.defer(() -> {
            List<Leases.Asked> asked = desk.take();
            return asked.isEmpty() ? Mono.empty() : fetch(asked).then(tidyWhenDue());
        });
    }

    /** What is granted is handed out on the scheduler: deliveries do not begin on the thread of the database. */
    private Mono<Void> fetch(List<Leases.Asked> asked) {
        return leases.lease(asked)
                .publishOn(scheduler)
                .doOnNext(desk::granted)
                .then()
                .onErrorResume(this::failed);
    }

    private Mono<Void> failed(Throwable error) {
        if (desk.away()) {
            log.warn(
                    "Rates cannot be shared with other nodes now; this node sends its share of each, asking again every"
                            + " {}: {}",
                    AGAIN,
                    error.toString());
        }
        return Mono.delay(AGAIN, scheduler).then();
    }

    private Mono<Void> tidyWhenDue() {
        Instant now = clock.instant();
        if (now.isBefore(nextTidy)) {
            return Mono.empty();
        }
        nextTidy = now.plus(TIDY_EVERY);
        return leases.tidy().onErrorComplete();
    }

    @Override
    public void stop() {
        Disposable current = fetching;
        fetching = null;
        if (current != null) {
            current.dispose();
        }
        leases.close().timeout(CLOSING).onErrorComplete().subscribe();
    }

    @Override
    public boolean isRunning() {
        return fetching != null;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
