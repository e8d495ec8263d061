package io.posthorn.pipeline;

import io.posthorn.endpoint.EndpointSnapshot;
import io.posthorn.id.IdGenerator;
import io.posthorn.ledger.ClaimedMessage;
import io.posthorn.ledger.Claims;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Compares what the tables say this node owns with what it has in memory, takes up again what memory forgot, and
 * counts it. The count is an alarm: above zero, there is a bug.
 */
public final class SelfAudit {

    private static final Logger log = LoggerFactory.getLogger(SelfAudit.class);
    /** What is younger may be between its commit and its hand-over. */
    private static final Duration SETTLED = Duration.ofSeconds(15);

    private final Claims claims;
    private final Custody custody;
    private final EndpointSnapshot endpoints;
    private final PipelineRuns runs;
    private final InstantSource clock;
    private final AtomicLong forgotten = new AtomicLong();

    SelfAudit(
            Claims claims, Custody custody, EndpointSnapshot endpoints, PipelineRuns runs, InstantSource clock) {
        this.claims = claims;
        this.custody = custody;
        this.endpoints = endpoints;
        this.runs = runs;
        this.clock = clock;
    }

    /** How many messages memory forgot since the start; 0 unless there is a bug. */
    public long forgotten() {
        return forgotten.get();
    }

    /** One comparison; never errors. */
    Mono<Void> compare() {
        Tenure tenure = runs.tenure();
        return notInMemory(claims.ownedMessages(IdGenerator.floor(clock.instant().minus(SETTLED))), tenure)
                .filter(missing -> !missing.isEmpty())
                // Some were finished between the two readings; those have left the table by now.
                .flatMap(missing -> notInMemory(claims.stillOwned(missing), tenure))
                .filter(missing -> !missing.isEmpty() && runs.isOpen() && !tenure.isOver())
                .doOnNext(this::alarm)
                .flatMapMany(claims::load)
                .concatMap(found -> endpoints.atLeast(found.configVersion()).thenReturn(found))
                .doOnNext(found -> takeUp(found, tenure))
                .then()
                .onErrorResume(error -> {
                    log.warn("Memory and tables could not be compared, the next audit will: {}", error.toString());
                    return Mono.empty();
                });
    }

    private Mono<List<UUID>> notInMemory(Flux<UUID> owned, Tenure tenure) {
        return owned.filter(id -> !custody.holds(id, tenure)).collectList();
    }

    private void alarm(List<UUID> missing) {
        forgotten.addAndGet(missing.size());
        log.error(
                "{} messages were owned by this node and not in its memory, the first is {}; they are taken up again",
                missing.size(),
                missing.getFirst());
    }

    private void takeUp(ClaimedMessage found, Tenure tenure) {
        custody.take(found.message().weight());
        runs.begin(found.message(), found.progress(), tenure);
    }
}
