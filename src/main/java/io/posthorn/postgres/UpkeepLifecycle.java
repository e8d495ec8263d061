package io.posthorn.postgres;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Small work on the tables that is done again and again while a node runs; one that fails is tried the next time. */
public abstract class UpkeepLifecycle implements SmartLifecycle {

    private final Logger log = LoggerFactory.getLogger(getClass());
    private final Duration every;
    private final Scheduler scheduler;
    private final String work;
    private volatile @Nullable Disposable running;

    /**
     * Upkeep that has not begun.
     *
     * @param every the time from one beginning to the next; while one still goes on, the next is left out
     * @param work what is done, as it reads after "cannot": for whoever finds it failing in the log
     */
    protected UpkeepLifecycle(Duration every, Scheduler scheduler, String work) {
        this.every = every;
        this.scheduler = scheduler;
        this.work = work;
    }

    /** Does the work once; emits how much there was to do. */
    protected abstract Mono<Long> keepUp();

    @Override
    public final void start() {
        running = Flux.interval(every, scheduler)
                .onBackpressureDrop()
                .concatMap(_ -> Mono.defer(this::keepUp).onErrorResume(this::failed), 1)
                .subscribe(_ -> {}, ended -> log.error("cannot {} any more until this node restarts", work, ended));
    }

    @Override
    public final void stop() {
        Disposable current = running;
        if (current != null) {
            current.dispose();
        }
        running = null;
    }

    @Override
    public final boolean isRunning() {
        return running != null;
    }

    private Mono<Long> failed(Throwable failure) {
        log.warn("cannot {} ({}); trying again in {}", work, failure.toString(), every);
        return Mono.empty();
    }
}
