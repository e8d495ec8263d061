package io.posthorn.notify;

import io.posthorn.ledger.Notices;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/** Turns notices into operational messages for as long as this node runs; every node does, each its own batches. */
final class TellingLifecycle implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(TellingLifecycle.class);
    /** After the pipeline has started, before it stops. */
    private static final int PHASE = 1100;

    private static final Duration LONGEST_BATCH = Duration.ofSeconds(10);

    private final Notices notices;
    private final Wording wording;
    private final NotifyProperties properties;
    private final Scheduler scheduler;
    private final Sinks.Empty<Void> ended = Sinks.empty();
    private volatile boolean open;

    TellingLifecycle(Notices notices, Wording wording, NotifyProperties properties, Scheduler scheduler) {
        this.notices = notices;
        this.wording = wording;
        this.properties = properties;
        this.scheduler = scheduler;
    }

    @Override
    public void start() {
        open = true;
        Flux.interval(properties.every(), scheduler)
                .onBackpressureDrop()
                .takeWhile(_ -> open)
                .concatMap(_ -> look(), 1)
                .doFinally(_ -> ended.tryEmitEmpty())
                .subscribe();
    }

    private Mono<Void> look() {
        return Mono.defer(() -> notices.turn(properties.batch(), wording::of))
                .defaultIfEmpty(0)
                .repeat(() -> open)
                .takeUntil(taken -> taken < properties.batch())
                .then()
                .onErrorResume(error -> {
                    log.warn(
                            "Notices could not be turned into operational messages, tried again in {}: {}",
                            properties.every(),
                            error.toString());
                    return Mono.empty();
                });
    }

    /** Waits for the batch that is on its way; what is left is told by another node, or when this one is back. */
    @Override
    public void stop(Runnable callback) {
        open = false;
        ended.asMono()
                .timeout(LONGEST_BATCH)
                .onErrorComplete()
                .doFinally(_ -> callback.run())
                .subscribe();
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public boolean isRunning() {
        return open;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
