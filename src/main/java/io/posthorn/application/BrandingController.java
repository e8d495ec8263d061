package io.posthorn.application;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** How the portal looks, for those who show it. */
@RestController
final class BrandingController {

    private final Organizations organizations;

    BrandingController(Organizations organizations) {
        this.organizations = organizations;
    }

    @Requires(Permission.READ)
    @GetMapping("/api/v1/portal/branding")
    Mono<Branding> get(Caller caller) {
        return organizations.branding(caller.organizationId());
    }
}
