package io.posthorn.pipeline;

import io.posthorn.ledger.Cancellations;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Which deliveries were called off, here or on another node: asked before each attempt. */
final class CalledOff {

    private static final Logger log = LoggerFactory.getLogger(CalledOff.class);
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final Cancellations cancellations;
    private final InstantSource clock;
    private final Map<UUID, UUID> beforeByEndpoint = new ConcurrentHashMap<>();
    private Instant readUpTo = Instant.EPOCH;
    private Instant nextAt = Instant.MIN;

    CalledOff(Cancellations cancellations, InstantSource clock) {
        this.cancellations = cancellations;
        this.clock = clock;
    }

    /** Whether it was; what somebody asked for again was not. */
    boolean contains(Delivery delivery) {
        if (beforeByEndpoint.isEmpty() || delivery.round().isManual()) {
            return false;
        }
        UUID before = beforeByEndpoint.get(delivery.endpointId());
        return before != null && isSmaller(delivery.message().id(), before);
    }

    /** As PostgreSQL has it: bit for bit, without a sign. */
    private static boolean isSmaller(UUID id, UUID before) {
        int high = Long.compareUnsigned(id.getMostSignificantBits(), before.getMostSignificantBits());
        return high < 0
                || high == 0
                        && Long.compareUnsigned(id.getLeastSignificantBits(), before.getLeastSignificantBits()) < 0;
    }

    /** Reads what was called off since the last look, if one is due; never errors. */
    Mono<Void> whenDue() {
        return Mono.defer(() -> {
            Instant now = clock.instant();
            if (now.isBefore(nextAt)) {
                return Mono.empty();
            }
            nextAt = now.plus(EVERY);
            return look(now);
        });
    }

    private Mono<Void> look(Instant now) {
        return cancellations
                .since(readUpTo)
                .doOnNext(cancelled -> beforeByEndpoint.put(cancelled.endpointId(), cancelled.before()))
                .doOnComplete(() -> readUpTo = now)
                .onErrorResume(error -> {
                    log.warn(
                            "What was called off could not be read, the next look is in a second: {}",
                            error.toString());
                    return Mono.empty();
                })
                .then();
    }
}
