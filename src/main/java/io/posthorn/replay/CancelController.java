package io.posthorn.replay;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import io.posthorn.api.RequestFields;
import io.posthorn.application.ApplicationDirectory;
import io.posthorn.endpoint.EndpointDirectory;
import io.posthorn.ledger.Cancellations;
import java.time.Instant;
import java.time.InstantSource;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Calls off what an endpoint has not got yet. */
@RestController
final class CancelController {

    private final ApplicationDirectory applications;
    private final EndpointDirectory endpoints;
    private final Cancellations cancellations;
    private final InstantSource clock;

    CancelController(
            ApplicationDirectory applications,
            EndpointDirectory endpoints,
            Cancellations cancellations,
            InstantSource clock) {
        this.applications = applications;
        this.endpoints = endpoints;
        this.cancellations = cancellations;
        this.clock = clock;
    }

    /** Answers once it is noted; a second later no node begins an attempt of them any more. */
    @Requires(Permission.CREATE_ATTEMPTS)
    @PostMapping("/api/v1/app/{app_id}/endpoint/{endpoint_id}/cancel-msgs")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> cancel(
            Caller caller,
            @PathVariable("app_id") String app,
            @PathVariable("endpoint_id") String endpoint,
            RequestFields fields) {
        Instant before = fields.read(this::createdBefore);
        return applications
                .require(caller, app)
                .flatMap(application -> endpoints.require(application, endpoint))
                .flatMap(found -> cancellations.cancel(found.id(), before))
                .then();
    }

    /** What is to come cannot be called off. */
    private Instant createdBefore(RequestFields fields) {
        Instant now = clock.instant();
        Instant before = fields.requiredInstant("createdBefore");
        if (before.isAfter(now)) {
            fields.refuse("createdBefore", "must not lie in the future, but is " + before + "; now is " + now);
        }
        return before;
    }
}
