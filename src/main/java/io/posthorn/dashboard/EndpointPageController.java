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

/** An endpoint: how it does and why, what waits for it, what was tried. */
@Controller
@RequestMapping("/dashboard/applications/{app}/endpoints/{endpoint}")
final class EndpointPageController {

    private static final int ATTEMPTS = 20;
    private static final int CHARTED = 250;

    private final Api api;
    private final Live live;

    EndpointPageController(Api api, Live live) {
        this.api = api;
        this.live = live;
    }

    @Requires(Permission.READ)
    @GetMapping
    Mono<Rendering> page(Caller caller, @PathVariable String app, @PathVariable String endpoint) {
        return view("endpoint", app, endpoint);
    }

    @Requires(Permission.READ)
    @GetMapping(headers = "HX-Request")
    Mono<Rendering> part(Caller caller, @PathVariable String app, @PathVariable String endpoint) {
        return view("endpoint :: now", app, endpoint);
    }

    @Requires(Permission.READ)
    @GetMapping(path = "/live", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @ResponseBody
    Flux<ServerSentEvent<String>> live(
            Caller caller, @PathVariable String app, @PathVariable String endpoint, ServerWebExchange exchange) {
        return live.looks(
                exchange,
                Mono.zip(
                        api.get(EndpointPath.API, app, endpoint),
                        api.get(EndpointPath.API + "/stats", app, endpoint),
                        attempts(app, endpoint, 1)));
    }

    /** Asked for again when the time of an old secret is over. */
    @Requires(Permission.READ)
    @GetMapping("/old-secrets")
    Mono<Rendering> oldSecrets(Caller caller, @PathVariable String app, @PathVariable String endpoint) {
        return api.get(EndpointPath.API + "/secret/old", app, endpoint).map(old -> View.of("endpoint :: old")
                .with("oldSecrets", Shown.data(old))
                .show());
    }

    @Requires(Permission.READ)
    @GetMapping(path = "/chart", produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseBody
    Mono<AttemptChart> chart(Caller caller, @PathVariable String app, @PathVariable String endpoint) {
        return attempts(app, endpoint, CHARTED).map(AttemptChart::ofResults);
    }

    @Requires(Permission.READ)
    @GetMapping(path = "/latency", produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseBody
    Mono<AttemptChart> latency(Caller caller, @PathVariable String app, @PathVariable String endpoint) {
        return attempts(app, endpoint, CHARTED).map(AttemptChart::ofLatency);
    }

    private Mono<Rendering> view(String template, String app, String endpoint) {
        return Mono.zip(
                        api.get("/app/{app}", app),
                        api.get(EndpointPath.API, app, endpoint),
                        api.get(EndpointPath.API + "/stats", app, endpoint),
                        attempts(app, endpoint, ATTEMPTS),
                        api.get(EndpointPath.API + "/headers", app, endpoint),
                        api.get(EndpointPath.API + "/secret/old", app, endpoint))
                .map(found -> View.of(template)
                        .with("app", Shown.of(found.getT1()))
                        .with("endpoint", Shown.of(found.getT2()))
                        .with("stats", Shown.of(found.getT3()))
                        .with("attempts", Shown.data(found.getT4()))
                        .with("headers", Shown.of(found.getT5()))
                        .with("oldSecrets", Shown.data(found.getT6()))
                        .show());
    }

    private Mono<JsonNode> attempts(String app, String endpoint, int limit) {
        return api.find(
                "/app/{app}/attempt/endpoint/{endpoint}",
                Query.none().with("limit", limit).with("with_content", false),
                app,
                endpoint);
    }
}
