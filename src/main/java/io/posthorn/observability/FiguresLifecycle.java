package io.posthorn.observability;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Asks the database for its figures now and then, however often somebody looks at them. */
final class FiguresLifecycle implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(FiguresLifecycle.class);
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final DatabaseFigures figures;
    private final Duration every;
    private final Scheduler scheduler;
    private final AtomicBoolean failing = new AtomicBoolean();
    private volatile @Nullable Disposable running;

    FiguresLifecycle(DatabaseFigures figures, Duration every, Scheduler scheduler) {
        this.figures = figures;
        this.every = every;
        this.scheduler = scheduler;
    }

    @Override
    public void start() {
        running = Flux.interval(Duration.ZERO, every, scheduler)
                .onBackpressureDrop()
                .concatMap(_ -> look(), 1)
                .subscribe(_ -> {}, ended -> log.error("The figures are no longer renewed; restart this node", ended));
    }

    private Mono<Void> look() {
        return figures.refresh()
                .timeout(DEADLINE, scheduler)
                .doOnSuccess(_ -> recovered())
                .onErrorResume(this::failed);
    }

    private void recovered() {
        if (failing.compareAndSet(true, false)) {
            log.info("The database answers with its figures again");
        }
    }

    private Mono<Void> failed(Throwable failure) {
        if (failing.compareAndSet(false, true)) {
            log.warn(
                    "The database did not answer with its figures, the last ones stay; next in {}: {}",
                    every,
                    failure.toString());
        }
        return Mono.empty();
    }

    @Override
    public void stop() {
        Disposable current = running;
        if (current != null) {
            current.dispose();
        }
        running = null;
    }

    @Override
    public boolean isRunning() {
        return running != null;
    }
}
