package io.posthorn.endpoint;

import io.posthorn.application.ConfigWriter;
import io.posthorn.postgres.UpkeepLifecycle;
import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Takes secrets away when their grace is over, so that every node's copy stops signing with them. */
final class SecretExpiryLifecycle extends UpkeepLifecycle {

    private static final Duration EVERY = Duration.ofSeconds(10);

    private final R2dbcEndpointSecrets secrets;
    private final ConfigWriter config;

    SecretExpiryLifecycle(R2dbcEndpointSecrets secrets, ConfigWriter config, Scheduler scheduler) {
        super(EVERY, scheduler, "remove expired secrets");
        this.secrets = secrets;
        this.config = config;
    }

    /** How many endpoints lost a secret; asks before it takes the lock that every change of the configuration needs. */
    @Override
    protected Mono<Long> keepUp() {
        return secrets.anyExpired()
                .filter(some -> some)
                .flatMap(_ -> config.change(secrets::removeExpired))
                .defaultIfEmpty(0L);
    }
}
