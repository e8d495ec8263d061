package io.posthorn.pipeline;

import io.posthorn.endpoint.EndpointHealth;
import io.posthorn.endpoint.EndpointSwitch;
import io.posthorn.endpoint.Health;
import io.posthorn.id.IdKind;
import io.posthorn.ledger.AttemptHistory;
import io.posthorn.ledger.Unclaimed;
import io.posthorn.throttle.Lanes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Brings what other nodes noted about endpoints into this node's lanes, and disables those that have only failed for
 * days.
 */
final class HealthWatch {

    private static final Logger log = LoggerFactory.getLogger(HealthWatch.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration SWEEP_EVERY = Duration.ofMinutes(1);
    private static final int LEAST_FAILURES = 10;

    private final EndpointHealth health;
    private final Lanes lanes;
    private final EndpointSwitch endpoints;
    private final Unclaimed unclaimed;
    private final AttemptHistory history;
    private final DisableRules rules;
    private Instant nextLook = Instant.MIN;
    private Instant nextSweep = Instant.MIN;

    HealthWatch(
            EndpointHealth health,
            Lanes lanes,
            EndpointSwitch endpoints,
            Unclaimed unclaimed,
            AttemptHistory history,
            DisableRules rules) {
        this.health = health;
        this.lanes = lanes;
        this.endpoints = endpoints;
        this.unclaimed = unclaimed;
        this.history = history;
        this.rules = rules;
    }

    /**
     * When an endpoint that only fails is given up.
     *
     * @param after so long after its first failure
     * @param warnBefore its owner is told so long before
     */
    record DisableRules(Duration after, Duration warnBefore, InstantSource clock) {}

    /** A look if one is due; never errors. */
    Mono<Void> whenDue() {
        return Mono.defer(() -> {
                    Instant now = rules.clock().instant();
                    if (now.isBefore(nextLook)) {
                        return Mono.empty();
                    }
                    nextLook = now.plus(LOOK_EVERY);
                    return look(now);
                })
                .onErrorResume(error -> {
                    log.warn("The health of endpoints could not be read, the next look will: {}", error.toString());
                    return Mono.empty();
                });
    }

    private Mono<Void> look(Instant now) {
        Mono<Void> news = health.refresh().doOnNext(known -> adopt(known, now)).then();
        if (now.isBefore(nextSweep)) {
            return news;
        }
        nextSweep = now.plus(SWEEP_EVERY);
        return news.then(sweep()).then(health.tidy());
    }

    private void adopt(Health known, Instant now) {
        if (known.heldUntil() != null && known.heldUntil().isAfter(now)) {
            lanes.pause(known.endpointId(), known.heldUntil());
        } else if (known.isWell(now)) {
            lanes.heal(known.endpointId());
        }
    }

    /** Warns of and disables endpoints that have only failed for long. */
    Mono<Void> sweep() {
        return health.failingFor(rules.after().minus(rules.warnBefore()))
                .concatMap(failing -> isOver(failing) ? giveUp(failing) : warn(failing))
                .then();
    }

    private boolean isOver(Health failing) {
        Instant since = failing.failingSince();
        return since != null && !since.plus(rules.after()).isAfter(rules.clock().instant());
    }

    private Mono<Void> warn(Health failing) {
        return health.warn(failing.endpointId())
                .filter(first -> first)
                .doOnNext(_ -> log.atWarn()
                        .addKeyValue("endpoint_id", IdKind.ENDPOINT.format(failing.endpointId()))
                        .log(
                                "Endpoint {} has only failed since {}; it is disabled in {} unless it takes a message",
                                IdKind.ENDPOINT.format(failing.endpointId()),
                                failing.failingSince(),
                                rules.warnBefore()))
                .then();
    }

    /** By what the ledger has, which knows of successes that nobody could note. */
    private Mono<Void> giveUp(Health failing) {
        Instant since = failing.failingSince();
        return since == null
                ? Mono.empty()
                : history.since(failing.endpointId(), since)
                        .flatMap(made -> made.delivered() > 0
                                ? health.well(failing.endpointId())
                                : made.failed() < LEAST_FAILURES
                                        ? Mono.empty()
                                        : disable(
                                                failing,
                                                "it has only failed since " + since + ", " + made.failed()
                                                        + " attempts or more"));
    }

    private Mono<Instant> missedSince(Health failing) {
        Instant now = rules.clock().instant();
        Instant since = failing.failingSince() == null ? now : failing.failingSince();
        return unclaimed
                .oldestWaiting(failing.endpointId())
                .filter(oldest -> oldest.isBefore(since))
                .defaultIfEmpty(since);
    }

    private Mono<Void> disable(Health failing, String reason) {
        return missedSince(failing)
                .flatMap(since -> endpoints.disable(failing.endpointId(), reason, since))
                .filter(first -> first)
                .flatMap(_ -> unclaimed.discardWaiting(failing.endpointId(), "the endpoint was disabled: " + reason))
                .doOnNext(ended -> log.atWarn()
                        .addKeyValue("endpoint_id", IdKind.ENDPOINT.format(failing.endpointId()))
                        .log(
                                "Endpoint {} is disabled because {}; {} waiting deliveries are discarded and can be"
                                        + " recovered",
                                IdKind.ENDPOINT.format(failing.endpointId()),
                                reason,
                                ended))
                .then(health.well(failing.endpointId()));
    }
}
