package io.posthorn.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What is known of endpoints that are not well: a copy of the few rows that say so, which every node keeps and any node
 * adds to.
 */
public final class EndpointHealth {

    private final R2dbcEndpointHealth table;
    private final Pauses pauses;
    private final InstantSource clock;
    private final Map<UUID, Health> known = new ConcurrentHashMap<>();
    private final Map<UUID, Instant> seen = new ConcurrentHashMap<>();
    private volatile Instant newest = Instant.EPOCH;

    EndpointHealth(R2dbcEndpointHealth table, Pauses pauses, InstantSource clock) {
        this.table = table;
        this.pauses = pauses;
        this.clock = clock;
    }

    /** What there is to tell of the endpoint; empty when it is well. */
    public Optional<Health> of(UUID endpointId) {
        return Optional.ofNullable(known.get(endpointId)).filter(health -> !health.isWell(clock.instant()));
    }

    /** Those that there is something to tell of. */
    Stream<Health> unwell() {
        Instant now = clock.instant();
        return known.values().stream().filter(health -> !health.isWell(now));
    }

    /** The endpoint as the API shows it, with what there is to tell of its health. */
    EndpointOut shown(Endpoint endpoint) {
        Pause pause = pauses.of(endpoint);
        HealthOut told = pause == null
                ? of(endpoint.id())
                        .map(health -> HealthOut.of(health, clock.instant()))
                        .orElse(null)
                : HealthOut.of(pause);
        return EndpointOut.of(endpoint).with(told);
    }

    /** Its owner has changed it, so nothing that is known against it may be so any more. */
    Mono<Endpoint> afresh(Endpoint changed) {
        return isKnown(changed.id()) ? well(changed.id()).thenReturn(changed) : Mono.just(changed);
    }

    /** How many endpoints nothing is sent to at this moment because their attempts failed, or their receivers said so. */
    public long held() {
        Instant now = clock.instant();
        return known.values().stream().filter(health -> health.isHeld(now)).count();
    }

    /** The endpoints of which it is noted that they have only failed for a while; also such that are gone since. */
    public Stream<UUID> failing() {
        return known.values().stream()
                .filter(health -> health.failingSince() != null)
                .map(Health::endpointId);
    }

    /** Whether a success of the endpoint is news. */
    public boolean isKnown(UUID endpointId) {
        return known.containsKey(endpointId);
    }

    /** Nothing is to be sent to the endpoint before the moment, by no node. */
    public Mono<Void> hold(UUID endpointId, Instant until, String reason, @Nullable Instant failingSince) {
        known.merge(
                endpointId,
                new Health(endpointId, until, reason, failingSince, null),
                (before, now) -> new Health(
                        endpointId,
                        until,
                        reason,
                        before.failingSince() == null ? failingSince : before.failingSince(),
                        before.warnedAt()));
        return table.hold(endpointId, until, reason, failingSince);
    }

    /** The endpoint has only failed since the moment. */
    public Mono<Void> failing(UUID endpointId, Instant since) {
        known.putIfAbsent(endpointId, new Health(endpointId, null, null, since, null));
        return table.failing(endpointId, since);
    }

    /** The endpoint is well again. */
    public Mono<Void> well(UUID endpointId) {
        known.remove(endpointId);
        return table.well(endpointId);
    }

    /** Reads what other nodes noted since the last time; emits each endpoint that something is new of. */
    public Flux<Health> refresh() {
        return Flux.defer(() -> table.changedSince(newest.minus(R2dbcEndpointHealth.LATE))
                .collectList()
                .flatMapIterable(this::adopt));
    }

    private List<Health> adopt(List<R2dbcEndpointHealth.Changed> rows) {
        List<Health> news = new ArrayList<>();
        for (R2dbcEndpointHealth.Changed row : rows) {
            Health health = row.health();
            if (!row.at().equals(seen.put(health.endpointId(), row.at()))) {
                remember(health);
                news.add(health);
            }
            newest = row.at().isAfter(newest) ? row.at() : newest;
        }
        seen.values().removeIf(at -> at.isBefore(newest.minus(R2dbcEndpointHealth.LATE)));
        return news;
    }

    private void remember(Health health) {
        if (health.isWell(clock.instant())) {
            known.remove(health.endpointId());
        } else {
            known.put(health.endpointId(), health);
        }
    }

    /** Endpoints that are enabled and have only failed for at least so long, by what is noted. */
    public Flux<Health> failingFor(Duration atLeast) {
        return Flux.defer(() -> table.failingSinceBefore(clock.instant().minus(atLeast)));
    }

    /** True for the one node that is the first to warn of the endpoint's end. */
    public Mono<Boolean> warn(UUID endpointId) {
        return table.warn(endpointId);
    }

    /** Removes rows that have said nothing for long. */
    public Mono<Void> tidy() {
        return table.forgetThoseThatAreWell();
    }
}
