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

/** The first page: how the installation does, or what to do first. */
@Controller
final class OverviewController {

    private final FirstSteps firstSteps;
    private final Live live;

    OverviewController(FirstSteps firstSteps, Live live) {
        this.firstSteps = firstSteps;
        this.live = live;
    }

    @Requires(Permission.READ)
    @GetMapping("/dashboard")
    Mono<Rendering> page(Caller caller) {
        return view("overview");
    }

    @Requires(Permission.READ)
    @GetMapping(path = "/dashboard", headers = "HX-Request")
    Mono<Rendering> part(Caller caller) {
        return view("overview :: now");
    }

    @Requires(Permission.READ)
    @GetMapping(path = "/dashboard/live", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @ResponseBody
    Flux<ServerSentEvent<String>> live(Caller caller, ServerWebExchange exchange) {
        return live.looks(exchange, firstSteps.look());
    }

    private Mono<Rendering> view(String template) {
        return firstSteps
                .look()
                .map(steps -> View.of(template).with("steps", steps).show());
    }
}
