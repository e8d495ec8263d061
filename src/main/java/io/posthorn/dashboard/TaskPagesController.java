package io.posthorn.dashboard;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Work that goes on in the background. */
@Controller
@RequestMapping("/dashboard/tasks")
final class TaskPagesController {

    private static final int PAGE = 50;

    private final Api api;
    private final Live live;

    TaskPagesController(Api api, Live live) {
        this.api = api;
        this.live = live;
    }

    @Requires(Permission.READ)
    @GetMapping
    Mono<Rendering> page(Caller caller, @RequestParam(required = false) @Nullable String iterator) {
        return list("tasks", iterator);
    }

    @Requires(Permission.READ)
    @GetMapping(headers = "HX-Request")
    Mono<Rendering> part(Caller caller, @RequestParam(required = false) @Nullable String iterator) {
        return list("tasks :: list", iterator);
    }

    @Requires(Permission.READ)
    @GetMapping(path = "/live", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @ResponseBody
    Flux<ServerSentEvent<String>> live(Caller caller, ServerWebExchange exchange) {
        return live.looks(exchange, api.find("/background-task", newest(null)));
    }

    private Mono<Rendering> list(String template, @Nullable String iterator) {
        return api.find("/background-task", newest(iterator)).map(page -> View.of(template)
                .with("tasks", Shown.data(page))
                .with("next", Pager.next(page))
                .with("prev", Pager.prev(page, iterator))
                .show());
    }

    private static Query newest(@Nullable String iterator) {
        return Query.none().with("limit", PAGE).with("order", "descending").with("iterator", iterator);
    }

    /** A task's own address leads to the list that shows it first. */
    @Requires(Permission.READ)
    @GetMapping("/{task}")
    Mono<Rendering> one(Caller caller, @PathVariable String task) {
        return api.get("/background-task/{task}", task)
                .map(_ -> View.redirect("/dashboard/tasks?said=" + Said.STARTED.text() + "#" + task));
    }

    @Requires(Permission.CREATE_ATTEMPTS)
    @PostMapping("/{task}/stop")
    Mono<Rendering> stop(Caller caller, @PathVariable String task) {
        return api.post("/background-task/{task}/cancel", Map.of(), task)
                .map(_ -> View.redirect("/dashboard/tasks", Said.STOPPED));
    }
}
