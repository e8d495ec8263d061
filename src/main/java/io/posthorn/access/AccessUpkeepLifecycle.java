package io.posthorn.access;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Each minute, writes down which keys were used and takes away what expired: tokens and sessions at once, keys after a month. */
final class AccessUpkeepLifecycle implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(AccessUpkeepLifecycle.class);
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final R2dbcKeys table;
    private final R2dbcSessions sessions;
    private final StoredKeyRing ring;
    private final InstantSource clock;
    private final Scheduler scheduler;
    private volatile @Nullable Disposable running;

    AccessUpkeepLifecycle(
            R2dbcKeys table, R2dbcSessions sessions, StoredKeyRing ring, InstantSource clock, Scheduler scheduler) {
        this.table = table;
        this.sessions = sessions;
        this.ring = ring;
        this.clock = clock;
        this.scheduler = scheduler;
    }

    @Override
    public void start() {
        running = Flux.interval(EVERY, scheduler)
                .onBackpressureDrop()
                .concatMap(_ -> keepUp().onErrorResume(AccessUpkeepLifecycle::failed), 1)
                .subscribe(_ -> {}, ended -> LOG.error("the use of keys is no longer noted; restart this node", ended));
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

    Mono<Long> keepUp() {
        return Mono.defer(() -> noteUse(ring.takeUsed()))
                .then(Mono.defer(() -> sessions.removeExpired(clock.instant())))
                .then(Mono.defer(() -> table.removeExpired(clock.instant())));
    }

    private Mono<Long> noteUse(Collection<UUID> used) {
        return used.isEmpty() ? Mono.empty() : table.used(used, clock.instant());
    }

    private static Mono<Long> failed(Throwable failure) {
        LOG.warn("cannot note which keys were used ({}); trying again in {}", failure.toString(), EVERY);
        return Mono.empty();
    }
}
