package io.posthorn.pipeline;

import io.posthorn.dispatch.AttemptRequest;
import io.posthorn.dispatch.Dispatcher;
import io.posthorn.endpoint.Endpoint;
import io.posthorn.endpoint.EndpointSnapshot;
import io.posthorn.form.Rendered;
import io.posthorn.id.IdKind;
import io.posthorn.ledger.FencedException;
import io.posthorn.throttle.HealthChange;
import io.posthorn.throttle.LaneFullException;
import io.posthorn.throttle.Lanes;
import io.posthorn.throttle.LanesClosedException;
import io.posthorn.throttle.Permit;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * The way of one delivery, from memory to its end or out of memory again.
 *
 * <pre>
 *   ┌▶ look up endpoint ─▶ permit ─▶ one attempt ─▶ what it means ─▶ record ─┬─▶ settled
 *   │                                                                        │
 *   └──────────────────────── wait until due ◀──────── again ◀───────────────┘
 * </pre>
 *
 * <p>The permit is held for the attempt alone. Waiting, and everything the database does, happens without one.
 */
final class DeliveryFlow {

    private static final Logger log = LoggerFactory.getLogger(DeliveryFlow.class);
    private static final String NOT_THERE = "the endpoint was disabled or deleted";

    private final EndpointSnapshot endpoints;
    private final Lanes lanes;
    private final Dispatcher dispatcher;
    private final Settling settling;
    private final Waits waits;
    private final AttemptRules rules;
    private final LongAttempts longAttempts;

    DeliveryFlow(
            EndpointSnapshot endpoints,
            Lanes lanes,
            Dispatcher dispatcher,
            Settling settling,
            Waits waits,
            AttemptRules rules) {
        this.endpoints = endpoints;
        this.lanes = lanes;
        this.dispatcher = dispatcher;
        this.settling = settling;
        this.waits = waits;
        this.rules = rules;
        this.longAttempts = waits.longAttempts();
    }

    /** Delivers; completes when the delivery has ended or left memory, and never errors. */
    Mono<Void> deliver(Delivery delivery) {
        Mono<Void> steps = Mono.defer(() -> step(delivery));
        // Most deliveries need one step; only those that do not pay for the operator that repeats them.
        Mono<Void> repeated = steps.onErrorResume(
                DueLater.class, due -> waits.until(due.at()).then(steps.retryWhen(waits.whenDue())));
        return afterFirstWait(delivery, repeated).onErrorResume(error -> end(delivery, error));
    }

    private Mono<Void> afterFirstWait(Delivery delivery, Mono<Void> steps) {
        Instant dueAt = delivery.firstDueAt();
        return dueAt == null ? steps : waits.until(dueAt).then(steps);
    }

    private Mono<Void> step(Delivery delivery) {
        Optional<Endpoint> endpoint = lookUp(delivery);
        return endpoint.map(found -> step(delivery, found)).orElseGet(() -> settling.discard(delivery, NOT_THERE));
    }

    /** Whether deliveries to it are to be left where they are held. */
    boolean isPaused(UUID endpointId) {
        return endpoints.find(endpointId).filter(rules::isPaused).isPresent();
    }

    private Optional<Endpoint> lookUp(Delivery delivery) {
        return endpoints.find(delivery.endpointId()).filter(found -> !found.disabled());
    }

    private Mono<Void> step(Delivery delivery, Endpoint endpoint) {
        if (rules.isPaused(endpoint)) {
            return settling.hold(delivery);
        }
        return lanes.enter(AttemptRules.entry(endpoint))
                .flatMap(permit -> attempt(delivery, permit))
                // What waits to be written down would keep all that the request and its answer were made of.
                .onTerminateDetach()
                .flatMap(made -> made.settle(settling))
                .onErrorResume(LaneFullException.class, full -> settling.hold(delivery));
    }

    /** The permit is back before the outcome goes on, and on every other end of the attempt as well. */
    private Mono<Made> attempt(Delivery delivery, Permit permit) {
        return Mono.using(() -> permit, given -> attemptWith(given, delivery), Permit::release);
    }

    private Mono<Made> attemptWith(Permit permit, Delivery delivery) {
        if (rules.isStandstill() || !delivery.tenure().outlives(rules.usualTimeout())) {
            return Mono.just(settling -> notNow(delivery, settling));
        }
        if (settling.isTooLate(delivery)) {
            return Mono.just(settling -> settling.expire(delivery));
        }
        String withdrawn = settling.withdrawn(delivery);
        if (withdrawn != null) {
            return Mono.just(settling -> settling.discard(delivery, withdrawn));
        }
        // Once more: the wait for the permit may have been long.
        Optional<Endpoint> endpoint = lookUp(delivery);
        if (endpoint.filter(rules::isPaused).isPresent()) {
            return Mono.just(settling -> settling.hold(delivery));
        }
        return endpoint.map(found -> send(delivery, found, permit))
                .orElseGet(() -> Mono.just(settling -> settling.discard(delivery, NOT_THERE)));
    }

    private Mono<Made> send(Delivery delivery, Endpoint endpoint, Permit permit) {
        return switch (rules.body(delivery.message(), endpoint)) {
            case Rendered.Body body -> send(delivery, endpoint, permit, body);
            // The same form makes the same of the same message: there is nothing to try again.
            case Rendered.Unusable(String reason) -> Mono.just(settling -> settling.discard(delivery, reason));
        };
    }

    private Mono<Made> send(Delivery delivery, Endpoint endpoint, Permit permit, Rendered.Body body) {
        AttemptRequest request = rules.request(delivery.message(), endpoint, body);
        Mono<Made> made = dispatcher.attempt(request).map(came -> {
            HealthChange change =
                    permit.report(HealthNotes.report(came), delivery.message().id());
            Attempted attempted = new Attempted(endpoint, came, permit.isProbe(), change);
            return settling -> settling.settle(delivery, attempted);
        });
        if (request.timeout().compareTo(rules.usualTimeout()) <= 0) {
            return made;
        }
        return longAttempts.guarded(made, delivery.tenure()).defaultIfEmpty(settling -> notNow(delivery, settling));
    }

    /** Either another node has the work by now, or the next heartbeat will tell. */
    private static Mono<Void> notNow(Delivery delivery, Settling settling) {
        return delivery.tenure().isOver() ? Mono.empty() : settling.comeBackSoon(delivery);
    }

    private Mono<Void> end(Delivery delivery, Throwable error) {
        boolean elsewhere = error instanceof LanesClosedException || error instanceof FencedException;
        if (!elsewhere && !delivery.tenure().isOver()) {
            delivery.named(log.atError())
                    .setCause(error)
                    .log(
                            "Delivery of message {} to endpoint {} broke off; it is taken up again by the next audit",
                            IdKind.MESSAGE.format(delivery.message().id()),
                            IdKind.ENDPOINT.format(delivery.endpointId()));
        }
        return Mono.empty();
    }

    /** What an attempt made of a delivery, to be settled once its permit is back. */
    private interface Made {
        Mono<Void> settle(Settling settling);
    }
}
