package io.posthorn.pipeline;

import io.posthorn.endpoint.Pauses;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Has this node know each second what is paused. */
final class PauseWatch {

    private static final Logger log = LoggerFactory.getLogger(PauseWatch.class);
    private static final Duration EVERY = Duration.ofMillis(900);

    private final Pauses pauses;
    private final InstantSource clock;
    private Instant nextAt = Instant.MIN;

    PauseWatch(Pauses pauses, InstantSource clock) {
        this.pauses = pauses;
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
                    return pauses.refresh();
                })
                .onErrorResume(error -> {
                    log.warn("What is paused could not be read, the next look is in a second: {}", error.toString());
                    return Mono.empty();
                });
    }
}
