package io.posthorn.endpoint;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import io.posthorn.api.RequestFields;
import io.posthorn.application.ApplicationDirectory;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
@RequestMapping("/api/v1/app/{app_id}/endpoint/{endpoint_id}/headers")
final class EndpointHeadersController {

    private final ApplicationDirectory applications;
    private final Endpoints endpoints;
    private final EndpointHeaderChanges changes;

    EndpointHeadersController(ApplicationDirectory applications, Endpoints endpoints, EndpointHeaderChanges changes) {
        this.applications = applications;
        this.endpoints = endpoints;
        this.changes = changes;
    }

    @Requires(Permission.READ)
    @GetMapping
    Mono<EndpointHeadersOut> get(
            Caller caller, @PathVariable("app_id") String app, @PathVariable("endpoint_id") String endpoint) {
        return applications
                .require(caller, app)
                .flatMap(application -> endpoints.require(application, endpoint))
                .map(found -> EndpointHeadersOut.of(found.headers()));
    }

    @Requires(Permission.MANAGE_ENDPOINTS)
    @PutMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> update(
            Caller caller,
            @PathVariable("app_id") String app,
            @PathVariable("endpoint_id") String endpoint,
            RequestFields fields) {
        EndpointHeaders headers = fields.read(EndpointHeadersReader::whole);
        return applications
                .require(caller, app)
                .flatMap(application -> changes.change(application, endpoint, _ -> headers));
    }

    @Requires(Permission.MANAGE_ENDPOINTS)
    @PatchMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> patch(
            Caller caller,
            @PathVariable("app_id") String app,
            @PathVariable("endpoint_id") String endpoint,
            RequestFields fields) {
        Map<String, @Nullable String> wanted = fields.read(EndpointHeadersReader::changes);
        return applications
                .require(caller, app)
                .flatMap(application -> changes.change(
                        application, endpoint, current -> EndpointHeadersReader.checked(current.with(wanted))));
    }
}
