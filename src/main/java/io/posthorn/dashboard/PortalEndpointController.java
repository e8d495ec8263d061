package io.posthorn.dashboard;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** One endpoint of a customer: how it does and why, what was sent to it, and its secret. */
@Controller
@PortalPage
@RequestMapping(PortalPath.ENDPOINT)
final class PortalEndpointController {

    private static final int ATTEMPTS = 8;

    private final Api api;
    private final ApplicationHead head;
    private final Live live;

    PortalEndpointController(Api api, ApplicationHead head, Live live) {
        this.api = api;
        this.head = head;
        this.live = live;
    }

    @Requires(Permission.READ)
    @GetMapping
    Mono<Rendering> page(Caller caller, @PathVariable String app, @PathVariable String endpoint) {
        return view("portal/endpoint", app, endpoint);
    }

    @Requires(Permission.READ)
    @GetMapping(headers = "HX-Request")
    Mono<Rendering> part(Caller caller, @PathVariable String app, @PathVariable String endpoint) {
        return view("portal/endpoint :: now", app, endpoint);
    }

    @Requires(Permission.READ)
    @GetMapping(path = "/live", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @ResponseBody
    Flux<ServerSentEvent<String>> live(
            Caller caller, @PathVariable String app, @PathVariable String endpoint, ServerWebExchange exchange) {
        return live.looks(exchange, Mono.zip(api.get(EndpointPath.API, app, endpoint), attempts(app, endpoint, 1)));
    }

    @Requires(Permission.READ_SECRETS)
    @GetMapping("/secret")
    Mono<Rendering> secret(Caller caller, @PathVariable String app, @PathVariable String endpoint) {
        return api.get(EndpointPath.API + "/secret", app, endpoint).map(secret -> View.of("portal/endpoint :: secret")
                .with("secret", Shown.of(secret))
                .show());
    }

    /** Asked for again when the time of an old secret is over. */
    @Requires(Permission.READ)
    @GetMapping("/old-secrets")
    Mono<Rendering> oldSecrets(Caller caller, @PathVariable String app, @PathVariable String endpoint) {
        return api.get(EndpointPath.API + "/secret/old", app, endpoint).map(old -> View.of("portal/endpoint :: old")
                .with("oldSecrets", Shown.data(old))
                .show());
    }

    private Mono<Rendering> view(String template, String app, String endpoint) {
        return Mono.zip(
                        api.get(EndpointPath.API, app, endpoint),
                        api.get(EndpointPath.API + "/stats", app, endpoint),
                        attempts(app, endpoint, ATTEMPTS),
                        api.get(EndpointPath.API + "/secret/old", app, endpoint))
                .map(found -> View.of(template)
                        .with("endpoint", Shown.of(found.getT1()))
                        .with("stats", Shown.of(found.getT2()))
                        .with("attempts", Shown.data(found.getT3()))
                        .with("oldSecrets", Shown.data(found.getT4())))
                .flatMap(view -> head.on(view, app, "endpoints"))
                .map(View::show);
    }

    private Mono<JsonNode> attempts(String app, String endpoint, int limit) {
        Query query = Query.none().with("limit", limit).with("with_msg", true);
        return api.find("/app/{app}/attempt/endpoint/{endpoint}", query, app, endpoint);
    }
}
