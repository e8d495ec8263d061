package io.posthorn.endpoint;

import io.posthorn.application.ConfigWriter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Takes secrets away when their grace is over, so that every node's copy stops signing with them. */
final class SecretExpiryLifecycle implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(SecretExpiryLifecycle.class);
    private static final Duration EVERY = Duration.ofSeconds(10);

    private final R2dbcEndpointSecrets secrets;
    private final ConfigWriter config;
    private final Scheduler scheduler;
    private volatile @Nullable Disposable running;

    SecretExpiryLifecycle(R2dbcEndpointSecrets secrets, ConfigWriter config, Scheduler scheduler) {
        this.secrets = secrets;
        this.config = config;
        this.scheduler = scheduler;
    }

    @Override
    public void start() {
        running = Flux.interval(EVERY, scheduler)
                .onBackpressureDrop()
                .concatMap(_ -> removeExpiredSafely(), 1)
                .subscribe(_ -> {}, ended -> LOG.error("expired secrets sign on until this node restarts", ended));
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

    /** How many endpoints lost a secret; asks before it takes the lock that every change of the configuration needs. */
    Mono<Long> removeExpired() {
        return secrets.anyExpired()
                .filter(some -> some)
                .flatMap(_ -> config.change(secrets::removeExpired))
                .defaultIfEmpty(0L);
    }

    private Mono<Long> removeExpiredSafely() {
        return removeExpired().onErrorResume(failure -> {
            LOG.warn("cannot remove expired secrets ({}); trying again in {}", failure.toString(), EVERY);
            return Mono.empty();
        });
    }
}
