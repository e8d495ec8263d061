package io.posthorn.pipeline;

import io.posthorn.dispatch.AttemptOutcome;
import io.posthorn.endpoint.Endpoint;
import io.posthorn.endpoint.EndpointHealth;
import io.posthorn.endpoint.EndpointSwitch;
import io.posthorn.id.IdKind;
import io.posthorn.ledger.Unclaimed;
import io.posthorn.retry.Settlement;
import io.posthorn.throttle.HealthChange;
import io.posthorn.throttle.Report;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Notes for all nodes, and for people, what attempts tell about the health of endpoints. */
final class HealthNotes {

    private static final Logger log = LoggerFactory.getLogger(HealthNotes.class);
    private static final String ENDPOINT = "endpoint_id";
    private static final String GONE = "the receiver answered 410 Gone";
    /** A shorter pause is over before another node has heard of it. */
    private static final Duration WORTH_TELLING = Duration.ofSeconds(2);

    private final EndpointHealth health;
    private final EndpointSwitch endpoints;
    private final Unclaimed unclaimed;
    private final InstantSource clock;

    HealthNotes(EndpointHealth health, EndpointSwitch endpoints, Unclaimed unclaimed, InstantSource clock) {
        this.health = health;
        this.endpoints = endpoints;
        this.unclaimed = unclaimed;
        this.clock = clock;
    }

    static Report report(AttemptOutcome outcome) {
        return switch (outcome) {
            case AttemptOutcome.Accepted _ -> Report.DELIVERED;
            case AttemptOutcome.Refused _ -> Report.FAILED;
            case AttemptOutcome.Unanswered(var failure, var _, var _) ->
                failure == AttemptOutcome.Failure.TIMED_OUT ? Report.TIMED_OUT : Report.FAILED;
            case AttemptOutcome.Prevented _ -> Report.NOT_MADE;
        };
    }

    /**
     * Notes what an attempt means for its endpoint, and goes on with the next step when it is noted, or could not be,
     * which the next attempt makes up for. A success as ever means nothing, and has nothing put before the next step.
     */
    Mono<Void> noteBefore(Mono<Void> next, Attempted attempted, Settlement settlement) {
        Mono<Void> note = note(attempted, settlement);
        return note == null ? next : note.then(next);
    }

    private @Nullable Mono<Void> note(Attempted attempted, Settlement settlement) {
        return switch (settlement) {
            case Settlement.Gone _ -> disable(attempted.endpoint());
            case Settlement.Again(Instant at, boolean slowsEndpoint)
            when slowsEndpoint -> paused(attempted.endpoint(), at);
            default -> note(attempted.endpoint(), attempted.change(), attempted.outcome());
        };
    }

    private @Nullable Mono<Void> note(Endpoint endpoint, HealthChange change, AttemptOutcome outcome) {
        return switch (change) {
            case HealthChange.None _
            when outcome instanceof AttemptOutcome.Accepted && health.isKnown(endpoint.id()) ->
                noted(endpoint.id(), health.well(endpoint.id()));
            case HealthChange.None _ -> null;
            case HealthChange.Failing(Instant since) -> noted(endpoint.id(), health.failing(endpoint.id(), since));
            case HealthChange.Opened opened -> opened(endpoint, opened, outcome);
            case HealthChange.Closed _ -> closed(endpoint.id());
        };
    }

    private Mono<Void> opened(Endpoint endpoint, HealthChange.Opened opened, AttemptOutcome outcome) {
        String id = IdKind.ENDPOINT.format(endpoint.id());
        String reason = opened.failuresInARow() + " attempts in a row have failed, the last one: " + words(outcome);
        log.atWarn()
                .addKeyValue(ENDPOINT, id)
                .addKeyValue("application_id", IdKind.APPLICATION.format(endpoint.applicationId()))
                .log("Endpoint {} is held, its messages wait: {}; it is probed at {}", id, reason, opened.until());
        return noted(endpoint.id(), health.hold(endpoint.id(), opened.until(), reason, opened.failingSince()));
    }

    private Mono<Void> closed(UUID endpointId) {
        String id = IdKind.ENDPOINT.format(endpointId);
        log.atInfo().addKeyValue(ENDPOINT, id).log("Endpoint {} is back; what was held for it goes out", id);
        return noted(endpointId, health.well(endpointId));
    }

    private @Nullable Mono<Void> paused(Endpoint endpoint, Instant until) {
        Instant now = clock.instant();
        boolean told = health.of(endpoint.id())
                .map(known -> known.heldUntil())
                .filter(known -> !known.isBefore(until.minus(WORTH_TELLING)))
                .isPresent();
        return told || until.isBefore(now.plus(WORTH_TELLING))
                ? null
                : noted(
                        endpoint.id(),
                        health.hold(endpoint.id(), until, "the receiver asked for a pause (Retry-After)", null));
    }

    private static Mono<Void> noted(UUID endpointId, Mono<Void> write) {
        return write.onErrorResume(error -> {
            String id = IdKind.ENDPOINT.format(endpointId);
            log.atWarn()
                    .addKeyValue(ENDPOINT, id)
                    .log(
                            "The health of endpoint {} could not be noted for other nodes; its next change will be: {}",
                            id,
                            error.toString());
            return Mono.empty();
        });
    }

    private static String words(AttemptOutcome outcome) {
        return switch (outcome) {
            case AttemptOutcome.Accepted(int status, var _, var _) -> "status " + status;
            case AttemptOutcome.Refused(int status, var _, var _, var _, var _) -> "status " + status;
            case AttemptOutcome.Unanswered(var _, String detail, var _) -> detail;
            case AttemptOutcome.Prevented(String detail, var _) -> detail;
        };
    }

    private Mono<Void> disable(Endpoint endpoint) {
        String id = IdKind.ENDPOINT.format(endpoint.id());
        return unclaimed
                .oldestWaiting(endpoint.id())
                .onErrorComplete()
                .defaultIfEmpty(clock.instant())
                .flatMap(missedSince -> endpoints.disable(endpoint.id(), GONE, missedSince))
                .filter(first -> first)
                .flatMap(first -> unclaimed.discardWaiting(endpoint.id(), GONE))
                .doOnNext(ended -> log.atInfo()
                        .addKeyValue(ENDPOINT, id)
                        .log(
                                "Endpoint {} answered 410 Gone: it is disabled and {} waiting deliveries are discarded",
                                id,
                                ended))
                .doOnError(error -> log.atWarn()
                        .addKeyValue(ENDPOINT, id)
                        .log(
                                "Endpoint {} answered 410 Gone and could not be disabled, its next answer will: {}",
                                id,
                                error.toString()))
                .onErrorComplete()
                .then();
    }
}
