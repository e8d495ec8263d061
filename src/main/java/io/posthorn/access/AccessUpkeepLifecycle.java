package io.posthorn.access;

import io.posthorn.postgres.UpkeepLifecycle;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.UUID;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Each minute, writes down which keys were used and takes away what expired: tokens and sessions at once, keys after a month. */
final class AccessUpkeepLifecycle extends UpkeepLifecycle {

    private static final Duration EVERY = Duration.ofMinutes(1);

    private final R2dbcKeys table;
    private final R2dbcSessions sessions;
    private final StoredKeyRing ring;
    private final InstantSource clock;

    AccessUpkeepLifecycle(
            R2dbcKeys table, R2dbcSessions sessions, StoredKeyRing ring, InstantSource clock, Scheduler scheduler) {
        super(EVERY, scheduler, "note which keys were used and remove what expired");
        this.table = table;
        this.sessions = sessions;
        this.ring = ring;
        this.clock = clock;
    }

    @Override
    protected Mono<Long> keepUp() {
        return Mono.defer(() -> noteUse(ring.takeUsed()))
                .then(Mono.defer(() -> sessions.removeExpired(clock.instant())))
                .then(Mono.defer(() -> table.removeExpired(clock.instant())));
    }

    private Mono<Long> noteUse(Collection<UUID> used) {
        return used.isEmpty() ? Mono.empty() : table.used(used, clock.instant());
    }
}
