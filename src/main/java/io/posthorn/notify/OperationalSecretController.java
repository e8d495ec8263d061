package io.posthorn.notify;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import io.posthorn.api.RequestFields;
import io.posthorn.endpoint.EndpointHeadersOut;
import io.posthorn.endpoint.OrganizationEndpoints;
import io.posthorn.endpoint.SecretOut;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What operational endpoints keep to themselves: secrets and headers. */
@RestController
@RequestMapping("/api/v1/operational-webhook/endpoint/{endpoint_id}")
final class OperationalSecretController {

    private final OrganizationEndpoints endpoints;

    OperationalSecretController(OrganizationEndpoints endpoints) {
        this.endpoints = endpoints;
    }

    @Requires(Permission.MANAGE)
    @GetMapping("/secret")
    Mono<ResponseEntity<SecretOut>> secret(Caller caller, @PathVariable("endpoint_id") String endpoint) {
        return endpoints.secret(caller.organizationId(), endpoint).map(secret -> ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(secret));
    }

    @Requires(Permission.MANAGE)
    @PostMapping("/secret/rotate")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> rotate(Caller caller, @PathVariable("endpoint_id") String endpoint, RequestFields fields) {
        return endpoints.rotate(caller.organizationId(), endpoint, fields);
    }

    @Requires(Permission.MANAGE)
    @GetMapping("/headers")
    Mono<EndpointHeadersOut> headers(Caller caller, @PathVariable("endpoint_id") String endpoint) {
        return endpoints.headers(caller.organizationId(), endpoint);
    }

    @Requires(Permission.MANAGE)
    @PutMapping("/headers")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> setHeaders(Caller caller, @PathVariable("endpoint_id") String endpoint, RequestFields fields) {
        return endpoints.setHeaders(caller.organizationId(), endpoint, fields);
    }
}
