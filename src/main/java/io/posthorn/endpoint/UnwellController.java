package io.posthorn.endpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import io.posthorn.application.Application;
import io.posthorn.application.ApplicationSnapshot;
import io.posthorn.id.IdKind;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/**
 * {@code GET /api/v1/stats/unwell}: the endpoints of all applications that take nothing now, that for which most waits
 * first, then that which has failed for longest.
 */
@RestController
final class UnwellController {

    private static final int MOST = 100;
    /** Those that have failed for longest are counted, so that a look costs the same however many there are. */
    private static final int MOST_COUNTED = 500;

    private static final Comparator<Health> LONGEST_FAILING = Comparator.comparing(
                    Health::failingSince, Comparator.nullsLast(Comparator.<Instant>naturalOrder()))
            .thenComparing(Health::endpointId);

    private final EndpointHealth health;
    private final EndpointSnapshot endpoints;
    private final ApplicationSnapshot applications;
    private final Backlog backlog;

    UnwellController(
            EndpointHealth health, EndpointSnapshot endpoints, ApplicationSnapshot applications, Backlog backlog) {
        this.health = health;
        this.endpoints = endpoints;
        this.applications = applications;
        this.backlog = backlog;
    }

    /** At most a hundred. */
    record UnwellOut(List<Unwell> data) {}

    /** One of them. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Unwell(
            String applicationId,
            String application,
            String endpointId,
            String url,
            long waiting,
            @Nullable HealthOut health) {}

    private record Found(Endpoint endpoint, Application application) {

        UUID id() {
            return endpoint.id();
        }
    }

    @Requires(Permission.READ)
    @GetMapping("/api/v1/stats/unwell")
    Mono<UnwellOut> unwell(Caller caller) {
        return Mono.defer(() -> {
            List<Found> found = health.unwell()
                    .sorted(LONGEST_FAILING)
                    .flatMap(known -> seen(caller, known.endpointId()))
                    .limit(MOST_COUNTED)
                    .toList();
            return backlog.of(found.stream().map(Found::id).toList()).map(waiting -> ordered(found, waiting));
        });
    }

    private Stream<Found> seen(Caller caller, UUID id) {
        return endpoints
                .find(id)
                .filter(endpoint -> !endpoint.disabled())
                .flatMap(endpoint -> applications
                        .find(endpoint.applicationId())
                        .map(application -> new Found(endpoint, application)))
                .filter(found -> found.application().organizationId().equals(caller.organizationId()))
                .filter(found -> caller.sees(found.application().id()))
                .stream();
    }

    /** Sorting keeps the order of those for which as much waits. */
    private UnwellOut ordered(List<Found> found, Map<UUID, Long> waiting) {
        return new UnwellOut(found.stream()
                .sorted(Comparator.comparingLong((Found one) -> waiting.getOrDefault(one.id(), 0L))
                        .reversed())
                .limit(MOST)
                .map(one -> shown(one, waiting.getOrDefault(one.id(), 0L)))
                .toList());
    }

    private Unwell shown(Found found, long waiting) {
        return new Unwell(
                IdKind.APPLICATION.format(found.application().id()),
                found.application().name(),
                IdKind.ENDPOINT.format(found.id()),
                found.endpoint().url().toString(),
                waiting,
                health.shown(found.endpoint()).health());
    }
}
