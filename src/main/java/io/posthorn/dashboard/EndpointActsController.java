package io.posthorn.dashboard;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import java.util.Map;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** What can be done with an endpoint, one button each. */
@Controller
@RequestMapping("/dashboard/applications/{app}/endpoints/{endpoint}")
final class EndpointActsController {

    private final Api api;

    EndpointActsController(Api api) {
        this.api = api;
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
                .map(_ -> View.redirect("/dashboard/applications/" + app, Said.DELETED));
    }

    /** Sends a test event and shows what came back. */
    @Requires(Permission.CREATE_ATTEMPTS)
    @PostMapping("/test")
    Mono<Rendering> test(Caller caller, @PathVariable String app, @PathVariable String endpoint) {
        return api.post(EndpointPath.API + "/test", Map.of(), app, endpoint)
                .map(test -> View.of("parts/endpoint-form :: test")
                        .with("test", Shown.of(test))
                        .show());
    }

    @Requires(Permission.READ_SECRETS)
    @GetMapping("/secret")
    Mono<Rendering> secret(Caller caller, @PathVariable String app, @PathVariable String endpoint) {
        return api.get(EndpointPath.API + "/secret", app, endpoint).map(secret -> View.of("endpoint :: secret")
                .with("secret", Shown.of(secret))
                .show());
    }

    /** The old secret signs too for the hours that the form says; none of them ends it at once. */
    @Requires(Permission.ROTATE_SECRETS)
    @PostMapping("/rotate")
    Mono<Rendering> rotate(
            Caller caller, @PathVariable String app, @PathVariable String endpoint, ServerWebExchange exchange) {
        return exchange.getFormData()
                .map(data -> new Fields(data).text("grace"))
                .map(hours -> Integer.parseInt(hours.matches("\\d{1,3}") ? hours : "24") * 3600)
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

    /** How many messages would be sent, before anything is. */
    @Requires(Permission.CREATE_ATTEMPTS)
    @PostMapping("/recover/count")
    Mono<Rendering> count(
            Caller caller, @PathVariable String app, @PathVariable String endpoint, ServerWebExchange exchange) {
        return exchange.getFormData().map(Range::of).flatMap(range -> api.post(
                        EndpointPath.API + range.operation() + "?dry_run=true", range.body(), app, endpoint)
                .map(found -> View.of("endpoint :: count")
                        .with("count", Shown.of(found))
                        .with("range", range)
                        .show()));
    }

    @Requires(Permission.CREATE_ATTEMPTS)
    @PostMapping("/recover")
    Mono<Rendering> recover(
            Caller caller, @PathVariable String app, @PathVariable String endpoint, ServerWebExchange exchange) {
        return exchange.getFormData().map(Range::of).flatMap(range -> api.post(
                        EndpointPath.API + range.operation(), range.body(), app, endpoint)
                .map(task -> View.redirect("/dashboard/tasks/" + task.path("id").asString(""), Said.STARTED)));
    }

    private Mono<Rendering> act(String operation, Map<String, ?> body, String app, String endpoint, Said said) {
        return api.post(EndpointPath.API + operation, body, app, endpoint)
                .map(_ -> View.redirect(EndpointPath.of(app, endpoint), said));
    }

    private Mono<Rendering> switched(boolean off, String app, String endpoint, Said said) {
        return api.send(HttpMethod.PATCH, EndpointPath.API, Map.of("disabled", off), app, endpoint)
                .map(_ -> View.redirect(EndpointPath.of(app, endpoint), said));
    }
}
