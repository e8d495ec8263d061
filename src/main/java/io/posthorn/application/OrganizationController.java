package io.posthorn.application;

import io.posthorn.access.Caller;
import io.posthorn.access.OrganizationKeys;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import io.posthorn.api.Page;
import io.posthorn.api.PageRequest;
import io.posthorn.api.RequestFields;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Organizations, for the operator of the installation alone. An operator acts in one with a key made here for it. */
@RestController
@RequestMapping("/api/v1/organization")
final class OrganizationController {

    private final Organizations organizations;
    private final OrganizationKeys keys;

    OrganizationController(Organizations organizations, OrganizationKeys keys) {
        this.organizations = organizations;
        this.keys = keys;
    }

    @Requires(Permission.OPERATE)
    @GetMapping
    Mono<Page<OrganizationOut>> list(Caller caller, PageRequest page) {
        return organizations.list(page);
    }

    @Requires(Permission.OPERATE)
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Mono<OrganizationOut> create(Caller caller, RequestFields fields) {
        return organizations.create(fields.read(OrganizationIn::whole));
    }

    @Requires(Permission.OPERATE)
    @GetMapping("/{organization_id}")
    Mono<OrganizationOut> get(Caller caller, @PathVariable("organization_id") String organization) {
        return organizations.require(organization);
    }

    @Requires(Permission.OPERATE)
    @PatchMapping("/{organization_id}")
    Mono<OrganizationOut> patch(
            Caller caller, @PathVariable("organization_id") String organization, RequestFields fields) {
        return organizations.patch(organization, fields);
    }

    /** A key of that organization, of the same fields as {@code POST /api/v1/auth/api-token}. */
    @Requires(Permission.OPERATE)
    @PostMapping("/{organization_id}/api-token")
    Mono<ResponseEntity<Object>> createKey(
            Caller caller, @PathVariable("organization_id") String organization, RequestFields fields) {
        return organizations
                .requireId(organization)
                .flatMap(id -> keys.create(id, fields))
                .map(made -> ResponseEntity.status(HttpStatus.CREATED)
                        .cacheControl(CacheControl.noStore())
                        .body(made));
    }
}
