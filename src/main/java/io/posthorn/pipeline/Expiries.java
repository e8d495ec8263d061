package io.posthorn.pipeline;

import io.posthorn.ledger.Unclaimed;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Ends what waits in the table and has expired. What is held is not claimed and comes to no attempt that would find it
 * too late, so without this it would seem to wait for as long as its endpoint is held.
 */
final class Expiries {

    private static final Logger log = LoggerFactory.getLogger(Expiries.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final int BATCH = 1_000;

    private final Unclaimed unclaimed;
    private final InstantSource clock;
    private Instant nextAt = Instant.MIN;

    Expiries(Unclaimed unclaimed, InstantSource clock) {
        this.unclaimed = unclaimed;
        this.clock = clock;
    }

    /** A look if one is due; never errors. */
    Mono<Void> whenDue() {
        return Mono.defer(() -> {
                    Instant now = clock.instant();
                    if (now.isBefore(nextAt)) {
                        return Mono.empty();
                    }
                    nextAt = now.plus(EVERY);
                    return discard(now);
                })
                .onErrorResume(error -> {
                    log.warn("What has expired could not be ended, the next look is in a second: {}", error.toString());
                    return Mono.empty();
                });
    }

    private Mono<Void> discard(Instant now) {
        return unclaimed
                .discardExpired(now, BATCH)
                .repeat()
                .takeUntil(ended -> ended < BATCH)
                .reduce(0L, Long::sum)
                .filter(ended -> ended > 0)
                .doOnNext(ended -> log.info("{} deliveries ended while they waited: their messages had expired", ended))
                .then();
    }
}
