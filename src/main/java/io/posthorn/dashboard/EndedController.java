package io.posthorn.dashboard;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The deliveries of an application that ended: those to review because they were given up, and the archive. */
@Controller
@RequestMapping(EndedController.PATH)
final class EndedController {

    static final String PATH = "/dashboard/applications/{app}/{list:review|archive}";

    private static final int PAGE = 50;
    private static final int MOST_ENDPOINTS = 250;
    private static final String REVIEW = "review";

    private final Api api;
    private final ApplicationHead head;
    private final Live live;

    EndedController(Api api, ApplicationHead head, Live live) {
        this.api = api;
        this.head = head;
        this.live = live;
    }

    @Requires(Permission.READ)
    @GetMapping
    Mono<Rendering> page(
            Caller caller,
            @PathVariable String app,
            @PathVariable String list,
            @RequestParam MultiValueMap<String, String> query) {
        return shown("ended", app, list, new Fields(query));
    }

    @Requires(Permission.READ)
    @GetMapping(headers = "HX-Request")
    Mono<Rendering> part(
            Caller caller,
            @PathVariable String app,
            @PathVariable String list,
            @RequestParam MultiValueMap<String, String> query) {
        return shown("ended :: list", app, list, new Fields(query));
    }

    @Requires(Permission.READ)
    @GetMapping(path = "/live", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @ResponseBody
    Flux<ServerSentEvent<String>> live(
            Caller caller,
            @PathVariable String app,
            @PathVariable String list,
            @RequestParam MultiValueMap<String, String> query,
            ServerWebExchange exchange) {
        return live.looks(exchange, Mono.zip(found(app, list, new Fields(query)), head.toReview(app)));
    }

    private Mono<Rendering> shown(String template, String app, String list, Fields form) {
        return Mono.zip(
                        found(app, list, form),
                        count(app, list, form),
                        api.find("/app/{app}/endpoint", Query.none().with("limit", MOST_ENDPOINTS), app))
                .map(all -> View.of(template)
                        .with("list", list)
                        .with("deliveries", Shown.data(all.getT1()))
                        .with("count", Shown.of(all.getT2()))
                        .with("endpoints", Shown.data(all.getT3()))
                        .with("form", form.shown())
                        .with("query", filters(form).text())
                        .with("next", Pager.next(all.getT1()))
                        .with("prev", Pager.prev(all.getT1(), form.textOrNull("iterator"))))
                .flatMap(view -> head.withReview(view, app, list))
                .map(View::show);
    }

    private Mono<JsonNode> found(String app, String list, Fields form) {
        return api.find(
                list.equals(REVIEW) ? "/app/{app}/delivery/failed" : "/app/{app}/delivery/delivered",
                asked(form).with("limit", PAGE).with("iterator", form.text("iterator")),
                app);
    }

    /** Of the archive nobody needs to know how much there is. */
    private Mono<JsonNode> count(String app, String list, Fields form) {
        return list.equals(REVIEW)
                ? api.find("/app/{app}/delivery/failed/count", asked(form), app)
                : Mono.just(JsonNodeFactory.instance.objectNode());
    }

    private static Query asked(Fields form) {
        return Query.none()
                .with("endpoint_id", form.text("endpoint"))
                .with("event_types", form.text("type"))
                .with("after", Range.moment(form.text("after")))
                .with("before", Range.moment(form.text("before")))
                .with("handled", form.text("handled"));
    }

    /** What the list is narrowed to, as the address of its next page says it. */
    static Query filters(Fields form) {
        Query query = Query.none();
        for (String name : List.of("endpoint", "type", "after", "before", "handled")) {
            query = query.with(name, form.text(name));
        }
        return query;
    }
}
