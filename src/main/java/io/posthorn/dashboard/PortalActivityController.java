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
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** The messages of a customer, and what became of each. */
@Controller
@PortalPage
@RequestMapping(PortalPath.APP + "/activity")
final class PortalActivityController {

    private static final int PAGE = 25;
    private static final int AT_ONCE = 4;
    private static final int MOST_ENDPOINTS = 250;

    private final Api api;
    private final ApplicationHead head;
    private final Live live;

    PortalActivityController(Api api, ApplicationHead head, Live live) {
        this.api = api;
        this.head = head;
        this.live = live;
    }

    @Requires(Permission.READ)
    @GetMapping
    Mono<Rendering> page(Caller caller, @PathVariable String app, @RequestParam MultiValueMap<String, String> query) {
        return view("portal/activity", app, new Fields(query));
    }

    @Requires(Permission.READ)
    @GetMapping(headers = "HX-Request")
    Mono<Rendering> part(Caller caller, @PathVariable String app, @RequestParam MultiValueMap<String, String> query) {
        return view("portal/activity :: list", app, new Fields(query));
    }

    @Requires(Permission.READ)
    @GetMapping(path = "/live", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @ResponseBody
    Flux<ServerSentEvent<String>> live(
            Caller caller,
            @PathVariable String app,
            @RequestParam MultiValueMap<String, String> query,
            ServerWebExchange exchange) {
        Fields form = new Fields(query);
        return live.looks(exchange, messages(app, form).flatMap(page -> withFates(app, form, page)));
    }

    private Mono<Rendering> view(String template, String app, Fields form) {
        @Nullable String iterator = form.textOrNull("iterator");
        return messages(app, form)
                .flatMap(page -> withFates(app, form, page).map(rows -> View.of(template)
                        .with("messages", rows)
                        .with("form", form.shown())
                        .with("query", filters(form).text())
                        .with("next", Pager.next(page))
                        .with("prev", Pager.prev(page, iterator))))
                .zipWith(
                        api.find("/app/{app}/endpoint", Query.none().with("limit", MOST_ENDPOINTS), app),
                        (view, endpoints) -> view.with("endpoints", Shown.data(endpoints)))
                .flatMap(view -> head.on(view, app, "activity"))
                .map(View::show);
    }

    private Mono<JsonNode> messages(String app, Fields form) {
        Query query = Query.none()
                .with("limit", PAGE)
                .with("with_content", false)
                .with("event_types", form.text("type"))
                .with("iterator", form.text("iterator"));
        String endpoint = form.text("endpoint");
        return endpoint.isEmpty()
                ? api.find("/app/{app}/msg", query, app)
                : api.find(EndpointPath.API + "/msg", query.with("status", form.text("status")), app, endpoint);
    }

    /** Of messages to one endpoint the list itself says what became of them. */
    private Mono<List<Members>> withFates(String app, Fields form, JsonNode page) {
        List<Members> messages = Shown.data(page);
        return form.text("endpoint").isEmpty()
                ? Flux.fromIterable(messages)
                        .flatMapSequential(message -> withFate(app, message), AT_ONCE, AT_ONCE)
                        .collectList()
                : Mono.just(messages.stream()
                        .map(message -> message.with("fate", Fate.ofStatus(message.get("status"))))
                        .toList());
    }

    private Mono<Members> withFate(String app, Members message) {
        return api.get("/app/{app}/msg/{msg}/destination", app, String.valueOf(message.get("id")))
                .map(page -> message.with("fate", Fate.of(Shown.data(page))));
    }

    private static Query filters(Fields form) {
        return Query.none()
                .with("endpoint", form.text("endpoint"))
                .with("status", form.text("endpoint").isEmpty() ? null : form.text("status"))
                .with("type", form.text("type"));
    }

    /**
     * What became of a message as a whole.
     *
     * @param tone the colour of its dot
     */
    public record Fate(String tone, String words) {

        static Fate ofStatus(@Nullable Object status) {
            return switch (status instanceof Number number ? number.intValue() : -1) {
                case 0 -> new Fate("good", "delivered");
                case 1 -> new Fate("calm", "to be tried again");
                case 2 -> new Fate("bad", "given up");
                case 3 -> new Fate("busy", "on its way");
                case 4 -> new Fate("off", "called off");
                default -> new Fate("off", "not sent");
            };
        }

        static Fate of(List<? extends Map<String, Object>> destinations) {
            List<Integer> states = destinations.stream()
                    .filter(one -> !Boolean.TRUE.equals(one.get("deleted")))
                    .map(one -> one.get("status"))
                    .filter(Number.class::isInstance)
                    .map(one -> ((Number) one).intValue())
                    .toList();
            if (states.isEmpty()) {
                return new Fate("off", "no endpoint wanted it");
            }
            int worst = List.of(2, 1, 3, 0, 4).stream()
                    .filter(states::contains)
                    .findFirst()
                    .orElse(0);
            long such = states.stream().filter(state -> state == worst).count();
            Fate fate = ofStatus(worst);
            return states.size() == 1 || such == states.size() && worst == 0
                    ? fate
                    : new Fate(fate.tone(), fate.words() + ": " + such + " of " + states.size());
        }
    }
}
