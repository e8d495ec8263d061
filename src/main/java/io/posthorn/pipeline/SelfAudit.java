package io.posthorn.pipeline;

import io.posthorn.endpoint.EndpointSnapshot;
import io.posthorn.id.IdGenerator;
import io.posthorn.id.IdKind;
import io.posthorn.ledger.ClaimedMessage;
import io.posthorn.ledger.Claims;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
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
    private final Duration every;
    private final AtomicLong forgotten = new AtomicLong();
    private Instant nextAt;
    private Instant doubtfulUntil = Instant.MIN;
    private Set<UUID> suspects = Set.of();

    SelfAudit(
            Claims claims,
            Custody custody,
            EndpointSnapshot endpoints,
            PipelineRuns runs,
            InstantSource clock,
            Duration every) {
        this.claims = claims;
        this.custody = custody;
        this.endpoints = endpoints;
        this.runs = runs;
        this.clock = clock;
        this.every = every;
        this.nextAt = clock.instant().plus(every);
    }

    /** How many messages memory forgot since the start; 0 unless there is a bug. */
    public long forgotten() {
        return forgotten.get();
    }

    /** A comparison if one is due; never errors. Not to run beside a claim, whose rows are in the table first. */
    Mono<Void> whenDue() {
        return Mono.defer(() -> {
            Instant now = clock.instant();
            if (now.isBefore(nextAt)) {
                return Mono.empty();
            }
            nextAt = now.plus(every);
            return compare(runs.tenure());
        });
    }

    /**
     * A claim failed, and what it may have taken nobody heard of: whatever a comparison finds from now on, until all
     * of that must have shown itself, is no alarm. The next one is due at once.
     */
    void claimFailed() {
        Instant now = clock.instant();
        doubtfulUntil = now.plus(SETTLED).plus(every.multipliedBy(3));
        nextAt = now;
    }

    private Mono<Void> compare(Tenure tenure) {
        return messages(tenure).then(deliveries(tenure)).onErrorResume(error -> {
            log.warn("Memory and tables could not be compared, the next audit will: {}", error.toString());
            return Mono.empty();
        });
    }

    private Mono<Void> messages(Tenure tenure) {
        return notInMemory(
                        claims.ownedMessages(IdGenerator.floor(clock.instant().minus(SETTLED))), tenure)
                // Some were finished between the two readings; those have left the table by now.
                .flatMap(missing ->
                        missing.isEmpty() ? Mono.just(missing) : notInMemory(claims.stillOwned(missing), tenure))
                .map(this::missingBefore)
                .filter(missing -> !missing.isEmpty() && runs.isOpen() && !tenure.isOver())
                .doOnNext(missing -> report(missing.size(), "messages", missing.getFirst()))
                .flatMapMany(claims::load)
                .concatMap(found -> endpoints.atLeast(found.configVersion()).thenReturn(found))
                .doOnNext(found -> takeUp(found, tenure))
                .then();
    }

    /**
     * What the audit before this one missed as well. After a process stood still, the answers to its commits are as old
     * as that, and what they bring is handed over while the first audit looks.
     */
    private List<UUID> missingBefore(List<UUID> missing) {
        List<UUID> before = missing.stream().filter(suspects::contains).toList();
        suspects = Set.copyOf(missing);
        return before;
    }

    /** What waits in rows of its own is freed and then claimed as usual. */
    private Mono<Void> deliveries(Tenure tenure) {
        return claims.ownedDeliveries()
                .filter(row -> !custody.holds(row, tenure))
                .collectList()
                .filter(missing -> !missing.isEmpty() && runs.isOpen() && !tenure.isOver())
                .flatMap(missing -> claims.free(missing)
                        .filter(freed -> freed > 0)
                        .doOnNext(freed ->
                                report(freed, "deliveries", missing.getFirst().messageId())))
                .then();
    }

    private Mono<List<UUID>> notInMemory(Flux<UUID> owned, Tenure tenure) {
        return owned.filter(id -> !custody.holds(id, tenure)).collectList();
    }

    private void report(long count, String what, UUID first) {
        if (clock.instant().isBefore(doubtfulUntil)) {
            log.warn(
                    "{} {} were claimed by this node in a statement whose answer was lost, the first of message {}; they"
                            + " are taken up now",
                    count,
                    what,
                    IdKind.MESSAGE.format(first));
        } else {
            alarm(count, what, first);
        }
    }

    private void alarm(long count, String what, UUID first) {
        forgotten.addAndGet(count);
        log.error(
                "{} {} were owned by this node and not in its memory, the first of message {}; they are taken up again",
                count,
                what,
                IdKind.MESSAGE.format(first));
    }

    private void takeUp(ClaimedMessage found, Tenure tenure) {
        custody.take(found.message().weight());
        runs.begin(found.message(), found.progress(), tenure);
    }
}
