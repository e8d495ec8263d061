package io.posthorn.dashboard;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
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
import tools.jackson.databind.JsonNode;

/** The messages of an application, found by what one knows of them, their state with one endpoint or any included. */
@Controller
@RequestMapping("/dashboard/applications/{app}/messages")
final class MessagesController {

    private static final int PAGE = 50;

    private final Api api;
    private final ApplicationHead head;
    private final Live live;

    MessagesController(Api api, ApplicationHead head, Live live) {
        this.api = api;
        this.head = head;
        this.live = live;
    }

    @Requires(Permission.READ)
    @GetMapping
    Mono<Rendering> page(Caller caller, @PathVariable String app, @RequestParam MultiValueMap<String, String> query) {
        Fields form = new Fields(query);
        return form.text("id").isEmpty() ? list("messages", app, form) : open(app, form);
    }

    @Requires(Permission.READ)
    @GetMapping(headers = "HX-Request")
    Mono<Rendering> part(Caller caller, @PathVariable String app, @RequestParam MultiValueMap<String, String> query) {
        return list("messages :: list", app, new Fields(query));
    }

    @Requires(Permission.READ)
    @GetMapping(path = "/live", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @ResponseBody
    Flux<ServerSentEvent<String>> live(
            Caller caller,
            @PathVariable String app,
            @RequestParam MultiValueMap<String, String> query,
            ServerWebExchange exchange) {
        return live.looks(exchange, Mono.zip(found(app, new Fields(query)), head.toReview(app)));
    }

    /** Has all that are ticked sent to the endpoint again: a task, which goes on by itself. */
    @Requires(Permission.CREATE_ATTEMPTS)
    @PostMapping("/resend")
    Mono<Rendering> resend(Caller caller, @PathVariable String app, ServerWebExchange exchange) {
        return exchange.getFormData()
                .map(Fields::new)
                .flatMap(form -> form.all("message").isEmpty()
                        ? Mono.just(View.redirect(back(app, form), Said.NOTHING_TICKED))
                        : api.post("/app/{app}/delivery/resend", named(form), app)
                                .map(task -> View.redirect(
                                        "/dashboard/tasks/" + task.path("id").asString(""))));
    }

    private static String back(String app, Fields form) {
        Query query = Query.none().with("endpoint", form.text("endpoint")).with("status", form.text("status"));
        return "/dashboard/applications/" + app + "/messages?" + query.text();
    }

    private static Map<String, ?> named(Fields form) {
        String endpoint = form.text("endpoint");
        return Map.of(
                "deliveries",
                form.all("message").stream()
                        .map(message -> Map.of("msgId", message, "endpointId", endpoint))
                        .toList());
    }

    /** An id or eventId leads to the one message that has it. */
    private Mono<Rendering> open(String app, Fields form) {
        return api.find("/app/{app}/msg/{msg}", Query.none().with("with_content", false), app, form.text("id"))
                .map(message -> View.redirect("/dashboard/applications/" + app + "/messages/"
                        + message.path("id").asString("")))
                .onErrorResume(Refusal.class, refusal -> list("messages", app, form));
    }

    private Mono<Rendering> list(String template, String app, Fields form) {
        String iterator = form.textOrNull("iterator");
        return Mono.zip(
                        found(app, form),
                        api.find("/app/{app}/endpoint", Query.none().with("limit", 250), app))
                .map(both -> View.of(template)
                        .with("messages", Shown.data(both.getT1()))
                        .with("endpoints", Shown.data(both.getT2()))
                        .with("form", form.shown())
                        .with(
                                "query",
                                filters(form, form.textOrNull("endpoint")).text())
                        .with("next", Pager.next(both.getT1()))
                        .with("prev", Pager.prev(both.getT1(), iterator)))
                .flatMap(view -> head.withReview(view, app, "messages"))
                .map(View::show);
    }

    private Mono<JsonNode> found(String app, Fields form) {
        String endpoint = form.textOrNull("endpoint");
        Query query = Query.none()
                .with("limit", PAGE)
                .with("with_content", false)
                .with("event_types", form.text("type"))
                .with("channel", form.text("channel"))
                .with("tag", form.text("tag"))
                .with("status", form.text("status"))
                .with("after", Range.moment(form.text("after")))
                .with("before", Range.moment(form.text("before")))
                .with("iterator", form.text("iterator"));
        return endpoint == null
                ? api.find("/app/{app}/msg", query, app)
                : api.find(EndpointPath.API + "/msg", query, app, endpoint);
    }

    /** What the form narrows the list to, as the address of its next page says it. */
    private static Query filters(Fields form, @Nullable String endpoint) {
        Query query = Query.none();
        for (String name : List.of("type", "channel", "tag", "status", "after", "before")) {
            query = query.with(name, form.text(name));
        }
        return endpoint == null ? query : query.with("endpoint", endpoint);
    }
}
