package io.posthorn.pipeline;

import io.posthorn.ledger.Contents;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Messages in memory whose contents were taken back, here or on another node: what waits for them is not sent. Asked
 * before each attempt, so it must cost nothing while it is empty, as it nearly always is.
 */
final class Recalls {

    static final String REASON = "the content of the message was expunged";

    private static final Logger log = LoggerFactory.getLogger(Recalls.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    /** For commits that took long, and for a clock that differs from the database's. */
    private static final Duration OVERLAP = Duration.ofMinutes(1);

    private final Contents contents;
    private final Custody custody;
    private final InstantSource clock;
    private final Set<UUID> recalled = ConcurrentHashMap.newKeySet();
    private Instant readUpTo;
    private Instant nextAt = Instant.MIN;

    Recalls(Contents contents, Custody custody, InstantSource clock) {
        this.contents = contents;
        this.custody = custody;
        this.clock = clock;
        this.readUpTo = clock.instant();
    }

    boolean contains(UUID messageId) {
        return !recalled.isEmpty() && recalled.contains(messageId);
    }

    /** Takes those in that are in memory here. */
    void add(Collection<UUID> messages) {
        messages.stream().filter(custody::holdsAnyOf).forEach(recalled::add);
    }

    /** Reads what other nodes took back, if a look is due; never errors. Where one fails, the next reads from there. */
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
        return contents.recalled(readUpTo.minus(OVERLAP))
                .collectList()
                .doOnNext(ids -> {
                    recalled.removeIf(id -> !custody.holdsAnyOf(id));
                    add(ids);
                    readUpTo = now;
                })
                .onErrorResume(error -> {
                    log.warn(
                            "What was taken back could not be read, the next look is in a second: {}",
                            error.toString());
                    return Mono.empty();
                })
                .then();
    }
}
