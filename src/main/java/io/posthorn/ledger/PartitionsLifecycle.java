package io.posthorn.ledger;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** Makes partitions a week ahead, before anything is accepted and then every hour. */
final class PartitionsLifecycle implements SmartLifecycle {

    static final int PHASE = 200;
    private static final Logger log = LoggerFactory.getLogger(PartitionsLifecycle.class);
    private static final int DAYS_AHEAD = 7;
    private static final Duration FIRST = Duration.ofMinutes(1);
    private static final Duration EVERY = Duration.ofHours(1);

    private final Partitions partitions;
    private volatile @Nullable Disposable upkeep;

    PartitionsLifecycle(Partitions partitions) {
        this.partitions = partitions;
    }

    @Override
    public void start() {
        partitions.ensure(DAYS_AHEAD).timeout(FIRST).toFuture().join();
        upkeep = Flux.interval(EVERY)
                .onBackpressureDrop()
                .concatMap(tick -> partitions.ensure(DAYS_AHEAD).doOnError(PartitionsLifecycle::warn).onErrorComplete(), 1)
                .subscribe();
    }

    private static void warn(Throwable error) {
        log.warn("Partitions could not be made, the next try is in {}: {}", EVERY, error.toString());
    }

    @Override
    public void stop() {
        Disposable current = upkeep;
        upkeep = null;
        if (current != null) {
            current.dispose();
        }
    }

    @Override
    public boolean isRunning() {
        return upkeep != null;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
