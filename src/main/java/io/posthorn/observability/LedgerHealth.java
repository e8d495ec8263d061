package io.posthorn.observability;

import io.posthorn.postgres.DatabasePulse;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import reactor.core.publisher.Mono;

/** Whether the database answers, as a part of {@code /actuator/health}; the answer says nothing but that. */
final class LedgerHealth implements ReactiveHealthIndicator {

    private final DatabasePulse pulse;

    LedgerHealth(DatabasePulse pulse) {
        this.pulse = pulse;
    }

    @Override
    public Mono<Health> health() {
        return pulse.feel()
                .thenReturn(Health.up().build())
                .onErrorResume(_ -> Mono.just(Health.outOfService().build()));
    }
}
