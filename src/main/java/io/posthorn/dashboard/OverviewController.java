package io.posthorn.dashboard;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.function.Tuple3;
import tools.jackson.databind.JsonNode;

/** The first page: how the installation does, or what to do first. */
@Controller
final class OverviewController {

    private final Api api;
    private final FirstSteps firstSteps;
    private final Live live;

    OverviewController(Api api, FirstSteps firstSteps, Live live) {
        this.api = api;
        this.firstSteps = firstSteps;
        this.live = live;
    }

    @Requires(Permission.READ)
    @GetMapping("/dashboard")
    Mono<Rendering> page(Caller caller) {
        return view("overview", caller);
    }

    @Requires(Permission.READ)
    @GetMapping(path = "/dashboard", headers = "HX-Request")
    Mono<Rendering> part(Caller caller) {
        return view("overview :: now", caller);
    }

    @Requires(Permission.READ)
    @GetMapping(path = "/dashboard/live", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @ResponseBody
    Flux<ServerSentEvent<String>> live(Caller caller, ServerWebExchange exchange) {
        return live.looks(exchange, now(caller));
    }

    @Requires(Permission.READ)
    @GetMapping(path = "/dashboard/chart", produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseBody
    Mono<TrafficChart> chart(Caller caller) {
        return api.get("/stats/traffic").map(TrafficChart::of);
    }

    private Mono<Rendering> view(String template, Caller caller) {
        return now(caller).map(found -> View.of(template)
                .with("steps", found.getT1())
                .with("traffic", Shown.of(found.getT2()))
                .with("lately", Lately.of(found.getT2()))
                .with("unwell", Shown.data(found.getT3()))
                .show());
    }

    private Mono<Tuple3<FirstSteps.Steps, JsonNode, JsonNode>> now(Caller caller) {
        return Mono.zip(firstSteps.look(caller), api.get("/stats/traffic"), api.get("/stats/unwell"));
    }
}
