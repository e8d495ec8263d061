package io.posthorn.notify;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import io.posthorn.api.Page;
import io.posthorn.api.PageRequest;
import io.posthorn.api.RequestFields;
import io.posthorn.endpoint.OrganizationEndpoints;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
@RequestMapping("/api/v1/operational-webhook/endpoint")
final class OperationalEndpointController {

    private final OrganizationEndpoints endpoints;

    OperationalEndpointController(OrganizationEndpoints endpoints) {
        this.endpoints = endpoints;
    }

    @Requires(Permission.MANAGE)
    @GetMapping
    Mono<Page<OperationalEndpointOut>> list(Caller caller, PageRequest page) {
        return endpoints.list(caller.organizationId(), page).map(found -> found.map(OperationalEndpointOut::of));
    }

    @Requires(Permission.MANAGE)
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Mono<OperationalEndpointOut> create(Caller caller, RequestFields fields) {
        return endpoints.create(caller.organizationId(), fields).map(OperationalEndpointOut::of);
    }

    @Requires(Permission.MANAGE)
    @GetMapping("/{endpoint_id}")
    Mono<OperationalEndpointOut> get(Caller caller, @PathVariable("endpoint_id") String endpoint) {
        return endpoints.require(caller.organizationId(), endpoint).map(OperationalEndpointOut::of);
    }

    /** Its secret stays, and its headers where none are given; under a uid that none has yet it is created. */
    @Requires(Permission.MANAGE)
    @PutMapping("/{endpoint_id}")
    Mono<OperationalEndpointOut> upsert(
            Caller caller, @PathVariable("endpoint_id") String endpoint, RequestFields fields) {
        return endpoints.upsert(caller.organizationId(), endpoint, fields).map(OperationalEndpointOut::of);
    }

    @Requires(Permission.MANAGE)
    @DeleteMapping("/{endpoint_id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> delete(Caller caller, @PathVariable("endpoint_id") String endpoint) {
        return endpoints.delete(caller.organizationId(), endpoint);
    }
}
