package io.posthorn.endpoint;

import io.posthorn.access.Caller;
import io.posthorn.access.Change;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import io.posthorn.application.Organizations;
import io.posthorn.endpoint.Pause.Place;
import io.posthorn.id.IdKind;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The operators' switches: nothing is sent for an organization, or nothing at all; messages are accepted and wait. */
@RestController
@RequestMapping("/api/v1")
final class StopController {

    private final Organizations organizations;
    private final Pauses pauses;
    private final StopsListing listing;

    StopController(Organizations organizations, Pauses pauses, StopsListing listing) {
        this.organizations = organizations;
        this.pauses = pauses;
        this.listing = listing;
    }

    @Requires(Permission.OPERATE)
    @GetMapping("/pause")
    Mono<StopsOut> stops(Caller caller) {
        return pauses.refresh().then(Mono.fromSupplier(listing::now));
    }

    @Requires(Permission.OPERATE)
    @PostMapping("/pause")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> pauseEverything(Caller caller, ServerHttpRequest request) {
        return PauseIn.read(request).flatMap(in -> begin(new Place.Everything(), in, caller));
    }

    @Requires(Permission.OPERATE)
    @PostMapping("/resume")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> resumeEverything(Caller caller) {
        return end(new Place.Everything());
    }

    @Requires(Permission.OPERATE)
    @PostMapping("/organization/{organization_id}/pause")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> pauseOrganization(
            Caller caller, @PathVariable("organization_id") String organization, ServerHttpRequest request) {
        return PauseIn.read(request).flatMap(in -> organizations
                .requireId(organization)
                .flatMap(id -> begin(new Place.OfOrganization(id), in, caller)));
    }

    @Requires(Permission.OPERATE)
    @PostMapping("/organization/{organization_id}/resume")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> resumeOrganization(Caller caller, @PathVariable("organization_id") String organization) {
        return organizations.requireId(organization).flatMap(id -> end(new Place.OfOrganization(id)));
    }

    private Mono<Void> begin(Place place, PauseIn in, Caller caller) {
        List<String> fields = in.reason() == null ? List.of() : List.of("reason");
        return pauses.begin(place, in, caller.name(), named(place, "pause", fields));
    }

    private Mono<Void> end(Place place) {
        return pauses.end(place, named(place, "resume", List.of()));
    }

    private static Change named(Place place, String verb, List<String> fields) {
        return place instanceof Place.OfOrganization(UUID id)
                ? Change.of("organization." + verb, IdKind.ORGANIZATION.format(id), fields)
                : Change.of("everything." + verb, "everything", fields);
    }
}
