package io.posthorn.ledger;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/**
 * Keeps the ledger a week ahead of time and no longer than it is to be: makes partitions before anything is accepted,
 * and looks every hour after that.
 */
final class PartitionsLifecycle implements SmartLifecycle {

    /** After the configuration, before whatever writes. */
    static final int PHASE = 200;

    private static final Logger LOG = LoggerFactory.getLogger(PartitionsLifecycle.class);

    /** For identifiers of nodes whose clock is behind the database's, and for what is written late. */
    private static final Duration BACK = Duration.ofDays(1);

    private static final Duration AHEAD = Duration.ofDays(7);
    private static final Duration EVERY = Duration.ofHours(1);
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);
    private static final Duration FIRST_DEADLINE = Duration.ofMinutes(2);
    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(2);
    private static final Duration DEADLINE = Duration.ofHours(1);

    private final Partitions partitions;
    private final Duration retention;
    private final Scheduler scheduler;
    private final AtomicBoolean failing = new AtomicBoolean();
    private volatile @Nullable Disposable keeping;

    PartitionsLifecycle(Partitions partitions, Duration retention, Scheduler scheduler) {
        this.partitions = partitions;
        this.retention = retention;
        this.scheduler = scheduler;
    }

    /** Returns when today and the week ahead have a place; fails when that takes longer than two minutes. */
    @Override
    public void start() {
        awaitRoom();
        keeping = Mono.defer(this::keepUp)
                .flatMap(pause -> Mono.delay(pause, scheduler))
                .repeat()
                .subscribe(_ -> {}, ended -> LOG.error("keeping partitions ended; restart this node", ended));
    }

    @Override
    public void stop() {
        Disposable current = keeping;
        if (current != null) {
            current.dispose();
        }
        keeping = null;
    }

    @Override
    public boolean isRunning() {
        return keeping != null;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    private Mono<Long> ensure() {
        return partitions.ensureAround(BACK, AHEAD);
    }

    /** What still waits is worth as long again as messages are kept. */
    private Mono<Long> dropOld() {
        return partitions
                .now()
                .flatMap(now -> partitions.dropBefore(now.minus(retention), now.minus(retention.multipliedBy(2))));
    }

    /** How long to wait before the next look; never an error. */
    private Mono<Duration> keepUp() {
        return ensure().then(Mono.defer(this::dropOld))
                .timeout(DEADLINE, scheduler)
                .map(_ -> recovered())
                .onErrorResume(failure -> Mono.fromSupplier(() -> failed(failure)));
    }

    private Duration recovered() {
        if (failing.compareAndSet(true, false)) {
            LOG.info("partitions are kept again; looking every {}", EVERY);
        }
        return EVERY;
    }

    private Duration failed(Throwable failure) {
        if (failing.compareAndSet(false, true)) {
            LOG.warn(
                    "cannot keep partitions ({}); trying every {}, and messages have a place for {} at most",
                    failure.toString(),
                    AFTER_FAILURE,
                    AHEAD);
        }
        return AFTER_FAILURE;
    }

    private void awaitRoom() {
        CompletableFuture<Long> made = new CompletableFuture<>();
        ensure().retryWhen(Retry.backoff(Long.MAX_VALUE, FIRST_RETRY)
                        .maxBackoff(LONGEST_RETRY)
                        .scheduler(scheduler))
                .timeout(FIRST_DEADLINE, scheduler)
                .subscribe(made::complete, made::completeExceptionally);
        try {
            made.join();
        } catch (CompletionException failure) {
            throw new IllegalStateException("no partitions to write to, so nothing can be accepted", failure);
        }
    }
}
