package io.posthorn.endpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import io.posthorn.application.Application;
import io.posthorn.application.ApplicationSnapshot;
import io.posthorn.id.IdKind;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code GET /api/v1/stats/unwell}: the endpoints of all applications that take nothing now. */
@RestController
final class UnwellController {

    private static final int MOST = 100;

    private final EndpointHealth health;
    private final EndpointSnapshot endpoints;
    private final ApplicationSnapshot applications;

    UnwellController(EndpointHealth health, EndpointSnapshot endpoints, ApplicationSnapshot applications) {
        this.health = health;
        this.endpoints = endpoints;
        this.applications = applications;
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
            @Nullable HealthOut health) {}

    @Requires(Permission.READ)
    @GetMapping("/api/v1/stats/unwell")
    Mono<UnwellOut> unwell(Caller caller) {
        return Mono.fromSupplier(() -> new UnwellOut(
                health.unwell().flatMap(id -> shown(caller, id)).limit(MOST).toList()));
    }

    private Stream<Unwell> shown(Caller caller, UUID id) {
        Optional<Endpoint> endpoint = endpoints.find(id).filter(found -> !found.disabled());
        return endpoint
                .flatMap(found -> applications.find(found.applicationId()))
                .filter(application -> application.organizationId().equals(caller.organizationId()))
                .filter(application -> caller.sees(application.id()))
                .map(application -> shown(application, Objects.requireNonNull(endpoint.orElse(null))))
                .stream();
    }

    private Unwell shown(Application application, Endpoint endpoint) {
        return new Unwell(
                IdKind.APPLICATION.format(application.id()),
                application.name(),
                IdKind.ENDPOINT.format(endpoint.id()),
                endpoint.url().toString(),
                health.shown(endpoint).health());
    }
}
