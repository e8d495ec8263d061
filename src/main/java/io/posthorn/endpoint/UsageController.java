package io.posthorn.endpoint;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import io.posthorn.application.Application;
import io.posthorn.application.ApplicationDirectory;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code GET /api/v1/app/{app_id}/usage}: how many endpoints an application has and may have, and how they do. */
@RestController
final class UsageController {

    private final ApplicationDirectory applications;
    private final EndpointSnapshot endpoints;
    private final EndpointHealth health;
    private final EndpointAllowance allowance;

    UsageController(
            ApplicationDirectory applications,
            EndpointSnapshot endpoints,
            EndpointHealth health,
            EndpointAllowance allowance) {
        this.applications = applications;
        this.endpoints = endpoints;
        this.health = health;
        this.allowance = allowance;
    }

    @Requires(Permission.READ)
    @GetMapping("/api/v1/app/{app_id}/usage")
    Mono<UsageOut> usage(Caller caller, @PathVariable("app_id") String app) {
        return applications.require(caller, app).map(this::usage);
    }

    private UsageOut usage(Application application) {
        List<EndpointOut> shown = endpoints.ofApplication(application.id()).stream()
                .map(health::shown)
                .toList();
        return UsageOut.of(shown, allowance.allowed(application));
    }
}
