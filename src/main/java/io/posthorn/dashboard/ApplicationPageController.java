package io.posthorn.dashboard;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The endpoints of an application. */
@Controller
@RequestMapping("/dashboard/applications/{app}")
final class ApplicationPageController {

    private static final int PAGE = 50;

    private final Api api;
    private final ApplicationHead head;
    private final Live live;

    ApplicationPageController(Api api, ApplicationHead head, Live live) {
        this.api = api;
        this.head = head;
        this.live = live;
    }

    @Requires(Permission.READ)
    @GetMapping
    Mono<Rendering> page(
            Caller caller, @PathVariable String app, @RequestParam(required = false) @Nullable String iterator) {
        return view("application", app, iterator);
    }

    @Requires(Permission.READ)
    @GetMapping(headers = "HX-Request")
    Mono<Rendering> part(
            Caller caller, @PathVariable String app, @RequestParam(required = false) @Nullable String iterator) {
        return view("application :: endpoints", app, iterator);
    }

    @Requires(Permission.READ)
    @GetMapping(path = "/live", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @ResponseBody
    Flux<ServerSentEvent<String>> live(Caller caller, @PathVariable String app, ServerWebExchange exchange) {
        return live.looks(exchange, Mono.zip(api.get("/app/{app}/endpoint", app), head.toReview(app)));
    }

    private Mono<Rendering> view(String template, String app, @Nullable String iterator) {
        Query query =
                Query.none().with("limit", PAGE).with("order", "descending").with("iterator", iterator);
        return api.find("/app/{app}/endpoint", query, app)
                .map(page -> View.of(template)
                        .with("endpoints", Shown.data(page))
                        .with("next", Pager.next(page))
                        .with("prev", Pager.prev(page, iterator)))
                .flatMap(view -> head.withReview(view, app, "endpoints"))
                .map(View::show);
    }
}
