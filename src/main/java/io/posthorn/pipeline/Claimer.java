package io.posthorn.pipeline;

import io.posthorn.endpoint.EndpointSnapshot;
import io.posthorn.id.IdKind;
import io.posthorn.ledger.ClaimedDelivery;
import io.posthorn.ledger.ClaimedMessage;
import io.posthorn.ledger.Claims;
import io.posthorn.ledger.Countdown;
import io.posthorn.ledger.DeliveryKey;
import io.posthorn.ledger.Outcome;
import io.posthorn.throttle.Lanes;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Reads pending work from the tables: messages whose time has come, messages that nobody owns, parked deliveries that are due, held deliveries whose
 * endpoint has room again. Takes only what there is room for, so a backlog of any size stays in the database.
 */
final class Claimer {

    private static final Logger log = LoggerFactory.getLogger(Claimer.class);
    private static final int ENDPOINTS_AT_ONCE = 100;

    private final Claims claims;
    private final EndpointSnapshot endpoints;
    private final Custody custody;
    private final Lanes lanes;
    private final ClaimRules rules;
    private final PipelineRuns runs;
    private final Turns turns = new Turns();
    private final LowWater lowWater;
    /** Whether the look that goes on had to stop for want of room. */
    private volatile boolean stopped;
    /** Whether the last one had to, and the next waits for room. */
    private volatile boolean full;

    Claimer(
            Claims claims,
            EndpointSnapshot endpoints,
            Custody custody,
            Lanes lanes,
            ClaimRules rules,
            PipelineRuns runs) {
        this.claims = claims;
        this.endpoints = endpoints;
        this.custody = custody;
        this.lanes = lanes;
        this.rules = rules;
        this.runs = runs;
        this.lowWater = new LowWater(rules.fullLookEvery());
    }

    /** One look at each kind of work. After an error nobody knows what the last claim has taken. */
    Mono<Void> look() {
        return Mono.defer(() -> {
                    stopped = false;
                    return scheduled().then(messages()).then(due()).then(held());
                })
                .doOnSuccess(_ -> noteWhetherFull());
    }

    /** All that was under way may have ended before this look noted that it is to be told. */
    private void noteWhetherFull() {
        full = stopped;
        roomFreed();
    }

    /** Work has ended. Where a look had to stop for want of room, the next one begins once half of it is free again. */
    void roomFreed() {
        if (full && custody.used() <= custody.budget() / 2 && lanes.waiting() <= rules.window() / 2) {
            full = false;
            rules.signal().raise();
        }
    }

    private Mono<Void> scheduled() {
        return Mono.defer(this::claimScheduled)
                .repeat(() -> runs.isOpen() && hasRoom())
                .takeUntil(found -> !found)
                .then();
    }

    private Mono<Boolean> claimScheduled() {
        if (!runs.isOpen() || !hasRoom()) {
            return Mono.just(false);
        }
        Tenure tenure = runs.tenure();
        return claims.claimScheduled(rules.clock().instant(), rules.batch(), custody.room())
                .delayUntil(batch -> begin(batch, tenure))
                .map(batch -> !batch.isEmpty());
    }

    private Mono<Void> messages() {
        return Mono.defer(() -> {
            lowWater.begin(rules.clock().instant(), rules.signal().takeEverywhere());
            return Mono.defer(this::claimMessages)
                    .repeat(() -> runs.isOpen() && hasRoom())
                    .takeUntil(found -> !found)
                    .then();
        });
    }

    /** Emits whether there may be more. */
    private Mono<Boolean> claimMessages() {
        if (!runs.isOpen() || !hasRoom()) {
            return Mono.just(false);
        }
        Instant now = rules.clock().instant();
        Tenure tenure = runs.tenure();
        return claims.claimMessages(lowWater.from(now), rules.batch(), custody.room())
                .delayUntil(batch -> begin(batch, tenure))
                .doOnNext(batch -> lowWater.took(batch, now))
                .map(batch -> !batch.isEmpty());
    }

    private boolean hasRoom() {
        boolean room = custody.room() > 0 && lanes.waiting() < rules.window();
        stopped |= !room;
        return room;
    }

    private Mono<Void> begin(Claims.Batch batch, Tenure tenure) {
        batch.missing().forEach(id -> runs.run(rules.settling().nothingToDeliver(nothing(id), tenure)));
        return Flux.fromIterable(batch.messages())
                .concatMap(claimed -> endpoints.atLeast(claimed.configVersion()).thenReturn(claimed))
                .doOnNext(claimed -> begin(claimed, tenure))
                .then();
    }

    private static Outcome.NothingToDeliver nothing(UUID messageId) {
        String id = IdKind.MESSAGE.format(messageId);
        log.atWarn()
                .addKeyValue("message_id", id)
                .log("Message {} was pending but its content is gone; nothing is delivered", id);
        return new Outcome.NothingToDeliver(new Countdown(messageId, 0), null);
    }

    private void begin(ClaimedMessage claimed, Tenure tenure) {
        custody.take(claimed.message().weight());
        runs.begin(claimed.message(), claimed.progress(), tenure);
    }

    private Mono<Void> due() {
        return Mono.defer(() -> !runs.isOpen() || !hasRoom() ? Mono.just(0L) : claimDue())
                .repeat(() -> runs.isOpen() && hasRoom())
                .takeUntil(found -> found < rules.batch())
                .then();
    }

    private Mono<Long> claimDue() {
        Tenure tenure = runs.tenure();
        return claims.claimDue(rules.clock().instant(), rules.batch())
                .doOnNext(claimed -> begin(claimed, tenure))
                .count();
    }

    private void begin(ClaimedDelivery claimed, Tenure tenure) {
        long weight = claimed.message().weight();
        DeliveryKey row = new DeliveryKey(
                claimed.message().id(), claimed.endpointId(), claimed.round().number());
        custody.hold(row, tenure, weight);
        Delivery delivery = Delivery.ofRow(claimed, tenure);
        runs.run(rules.flow().deliver(delivery).doFinally(signal -> custody.drop(row, tenure, weight)));
    }

    /**
     * Goes on behind the endpoint that the last look ended with: where there is no room for all of them, each has its
     * turn, however much those before it have waiting.
     */
    private Mono<Void> held() {
        return claims.endpointsWithHeld()
                .collectList()
                .flatMapIterable(all -> turns.from(all))
                .filter(this::mayTake)
                .buffer(ENDPOINTS_AT_ONCE)
                .concatMap(this::claimHeld)
                .then();
    }

    private boolean mayTake(UUID endpointId) {
        return lanes.room(endpointId) > 0 && !rules.flow().isPaused(endpointId);
    }

    private Mono<Void> claimHeld(List<UUID> endpointIds) {
        if (!runs.isOpen() || !hasRoom()) {
            return Mono.empty();
        }
        int each = Math.max(1, rules.batch() / endpointIds.size());
        Map<UUID, Integer> rooms = new LinkedHashMap<>();
        endpointIds.forEach(id -> rooms.put(id, Math.min(each, lanes.room(id))));
        turns.took(endpointIds.getLast());
        Tenure tenure = runs.tenure();
        return claims.claimHeld(rooms)
                .doOnNext(claimed -> begin(claimed, tenure))
                .then();
    }
}
