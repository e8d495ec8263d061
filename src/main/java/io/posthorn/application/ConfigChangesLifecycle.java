package io.posthorn.application;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Keeps this node's copy of the configuration fresh: loads it before anything that needs it starts, then looks when a
 * notification says so and every second in case one was lost.
 */
final class ConfigChangesLifecycle implements SmartLifecycle {

    /** Before the pipeline and the web server, after whatever the database needs. */
    static final int PHASE = 0;

    private static final Logger LOG = LoggerFactory.getLogger(ConfigChangesLifecycle.class);
    private static final Duration POLL_EVERY = Duration.ofSeconds(1);
    private static final Duration FIRST_LOAD_DEADLINE = Duration.ofMinutes(2);

    private final ConfigReplica replica;
    private final R2dbcConfigListener listener;
    private final Scheduler scheduler;
    private final AtomicBoolean failing = new AtomicBoolean();
    private volatile @Nullable Disposable following;

    ConfigChangesLifecycle(ConfigReplica replica, R2dbcConfigListener listener, Scheduler scheduler) {
        this.replica = replica;
        this.listener = listener;
        this.scheduler = scheduler;
    }

    /** Returns when the first load is done; fails when it takes longer than two minutes. */
    @Override
    public void start() {
        awaitFirstLoad();
        LOG.info("configuration version {} is loaded; following its changes", replica.version());
        following = Flux.merge(
                        listener.looks(), Flux.interval(POLL_EVERY, scheduler).onBackpressureDrop())
                .onBackpressureLatest()
                .concatMap(_ -> look(), 1)
                .subscribe(_ -> {}, ended -> LOG.error("following the configuration ended; restart this node", ended));
    }

    @Override
    public void stop() {
        Disposable current = following;
        if (current != null) {
            current.dispose();
        }
        following = null;
    }

    @Override
    public boolean isRunning() {
        return following != null;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    /** Waits on the thread that starts the application, because nothing that starts later may see an empty copy. */
    private void awaitFirstLoad() {
        CompletableFuture<Void> loaded = new CompletableFuture<>();
        replica.atLeast(1)
                .timeout(FIRST_LOAD_DEADLINE, scheduler)
                .subscribe(_ -> {}, loaded::completeExceptionally, () -> loaded.complete(null));
        loaded.join();
    }

    private Mono<Void> look() {
        return replica.catchUp().doOnSuccess(_ -> recovered()).onErrorResume(this::failed);
    }

    private Mono<Void> failed(Throwable failure) {
        if (failing.compareAndSet(false, true)) {
            LOG.warn(
                    "cannot read the configuration ({}); going on with version {} and trying each second",
                    failure.toString(),
                    replica.version());
        }
        return Mono.empty();
    }

    private void recovered() {
        if (failing.compareAndSet(true, false)) {
            LOG.info("the configuration can be read again; version {} is loaded", replica.version());
        }
    }
}
