package io.posthorn.endpoint;

import io.posthorn.postgres.StartRefusedException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/**
 * Refuses to start without a master key that something is sealed with; then, at once and every hour, seals with the
 * current key what is not. Hourly, because a node that still had the former key first may have sealed with it since.
 */
final class ResealingLifecycle implements SmartLifecycle {

    /** Before anything reads what is sealed. */
    private static final int PHASE = -10;

    private static final Logger LOG = LoggerFactory.getLogger(ResealingLifecycle.class);
    private static final Duration EVERY = Duration.ofHours(1);
    private static final Duration LOOK_DEADLINE = Duration.ofMinutes(1);
    private static final Duration RETRY = Duration.ofMillis(200);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(2);

    private final Resealing resealing;
    private final Scheduler scheduler;
    private volatile @Nullable Disposable running;

    ResealingLifecycle(Resealing resealing, Scheduler scheduler) {
        this.resealing = resealing;
        this.scheduler = scheduler;
    }

    @Override
    public void start() {
        refuseWithout(missingKeys());
        running = Flux.interval(Duration.ZERO, EVERY, scheduler)
                .onBackpressureDrop()
                .concatMap(_ -> resealSafely(), 1)
                .subscribe(_ -> {}, ended -> LOG.error("nothing is sealed anew until this node restarts", ended));
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

    @Override
    public int getPhase() {
        return PHASE;
    }

    /** Waits on the thread that starts the application, because nothing may be read before this is known. */
    private List<String> missingKeys() {
        CompletableFuture<List<String>> missing = new CompletableFuture<>();
        resealing
                .missingKeys()
                // A database that goes away in the middle of a start comes back like any other.
                .retryWhen(Retry.backoff(Long.MAX_VALUE, RETRY).maxBackoff(LONGEST_RETRY))
                .timeout(LOOK_DEADLINE, scheduler)
                .subscribe(missing::complete, missing::completeExceptionally);
        return missing.join();
    }

    private static void refuseWithout(List<String> missing) {
        if (!missing.isEmpty()) {
            throw new StartRefusedException(
                    "Secrets in this database are sealed with master keys that POSTHORN_MASTER_KEYS does not have: "
                            + String.join(", ", missing) + ".",
                    "Add them behind the first key, as id:base64; a key may go when the log says that all is sealed"
                            + " anew.");
        }
    }

    private Mono<Long> resealSafely() {
        return resealing
                .resealAll()
                .filter(count -> count > 0)
                .doOnNext(count -> LOG.info(
                        "{} secrets and headers of endpoints are sealed with the first master key now; once every node"
                                + " starts with that key first, older keys may go",
                        count))
                .onErrorResume(failure -> {
                    LOG.warn("cannot seal anew ({}); trying again in {}", failure.toString(), EVERY);
                    return Mono.empty();
                });
    }
}
