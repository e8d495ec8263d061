package io.posthorn.ledger;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Removes payloads whose own time has come, in batches, a while after it has. */
final class ExpiryLifecycle implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ExpiryLifecycle.class);
    private static final int BATCH = 500;

    private final Contents contents;
    private final Duration every;
    private final Scheduler scheduler;
    private volatile @Nullable Disposable looking;

    ExpiryLifecycle(Contents contents, Duration every, Scheduler scheduler) {
        this.contents = contents;
        this.every = every;
        this.scheduler = scheduler;
    }

    @Override
    public void start() {
        looking = Flux.interval(every, scheduler)
                .onBackpressureDrop()
                .concatMap(_ -> look(), 1)
                .subscribe();
    }

    private Mono<Void> look() {
        return contents.expungeDue(BATCH)
                .repeat()
                .takeUntil(done -> done < BATCH)
                .reduce(0L, Long::sum)
                .filter(done -> done > 0)
                .doOnNext(done -> log.info("{} payloads were expunged because their time had come", done))
                .then()
                .onErrorResume(error -> {
                    log.warn("Payloads could not be expunged, tried again in {}: {}", every, error.toString());
                    return Mono.empty();
                });
    }

    @Override
    public void stop() {
        Disposable current = looking;
        looking = null;
        if (current != null) {
            current.dispose();
        }
    }

    @Override
    public boolean isRunning() {
        return looking != null;
    }
}
