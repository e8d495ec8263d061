package io.posthorn.dashboard;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import java.util.Map;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** What a customer can do to an endpoint with a button. */
@Controller
@PortalPage
@RequestMapping(PortalPath.ENDPOINT)
final class PortalActsController {

    private static final int HOUR = 3600;

    private final Api api;

    PortalActsController(Api api) {
        this.api = api;
    }

    @Requires(Permission.CREATE_ATTEMPTS)
    @PostMapping("/test")
    Mono<Rendering> test(Caller caller, @PathVariable String app, @PathVariable String endpoint) {
        return api.post(EndpointPath.API + "/test", Map.of(), app, endpoint)
                .map(test -> View.of("parts/endpoint-form :: test")
                        .with("test", Shown.of(test))
                        .show());
    }

    @Requires(Permission.MANAGE_ENDPOINTS)
    @PostMapping("/pause")
    Mono<Rendering> pause(Caller caller, @PathVariable String app, @PathVariable String endpoint) {
        return act("/pause", Map.of(), app, endpoint, Said.PAUSED);
    }

    @Requires(Permission.MANAGE_ENDPOINTS)
    @PostMapping("/resume")
    Mono<Rendering> resume(Caller caller, @PathVariable String app, @PathVariable String endpoint) {
        return act("/resume", Map.of(), app, endpoint, Said.RESUMED);
    }

    @Requires(Permission.MANAGE_ENDPOINTS)
    @PostMapping("/enable")
    Mono<Rendering> enable(Caller caller, @PathVariable String app, @PathVariable String endpoint) {
        return switched(false, app, endpoint, Said.ENABLED);
    }

    @Requires(Permission.MANAGE_ENDPOINTS)
    @PostMapping("/disable")
    Mono<Rendering> disable(Caller caller, @PathVariable String app, @PathVariable String endpoint) {
        return switched(true, app, endpoint, Said.DISABLED);
    }

    @Requires(Permission.MANAGE_ENDPOINTS)
    @PostMapping("/delete")
    Mono<Rendering> delete(Caller caller, @PathVariable String app, @PathVariable String endpoint) {
        return api.send(HttpMethod.DELETE, EndpointPath.API, null, app, endpoint)
                .map(_ -> View.redirect(PortalPath.of(app), Said.DELETED));
    }

    /** The old secret signs too for the hours that the form says, a day unless it says otherwise. */
    @Requires(Permission.ROTATE_SECRETS)
    @PostMapping("/rotate")
    Mono<Rendering> rotate(
            Caller caller, @PathVariable String app, @PathVariable String endpoint, ServerWebExchange exchange) {
        return exchange.getFormData()
                .map(data -> new Fields(data).text("grace"))
                .map(hours -> HOUR * Integer.parseInt(hours.matches("\\d{1,3}") ? hours : "24"))
                .flatMap(seconds -> act(
                        "/secret/rotate",
                        Map.of("gracePeriodSeconds", seconds),
                        app,
                        endpoint,
                        seconds == 0 ? Said.REPLACED : Said.ROTATED));
    }

    /** Whoever still checks with an old secret refuses what comes from now on. */
    @Requires(Permission.ROTATE_SECRETS)
    @PostMapping("/expire-old")
    Mono<Rendering> expireOld(Caller caller, @PathVariable String app, @PathVariable String endpoint) {
        return act("/secret/expire-old", Map.of(), app, endpoint, Said.EXPIRED);
    }

    private Mono<Rendering> act(String operation, Map<String, ?> body, String app, String endpoint, Said said) {
        return api.post(EndpointPath.API + operation, body, app, endpoint)
                .map(_ -> View.redirect(PortalPath.of(app, endpoint), said));
    }

    private Mono<Rendering> switched(boolean off, String app, String endpoint, Said said) {
        return api.send(HttpMethod.PATCH, EndpointPath.API, Map.of("disabled", off), app, endpoint)
                .map(_ -> View.redirect(PortalPath.of(app, endpoint), said));
    }
}
