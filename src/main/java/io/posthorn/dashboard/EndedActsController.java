package io.posthorn.dashboard;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What can be done with deliveries that ended: those that are ticked, or all that the list is narrowed to. */
@Controller
@RequestMapping(EndedController.PATH)
final class EndedActsController {

    private static final int GIVEN_UP = 2;
    private static final int DELIVERED = 0;
    private static final int PAGE = 250;
    private static final String SINCE_EVER = "1970-01-01T00:00:00Z";

    private final Api api;

    EndedActsController(Api api) {
        this.api = api;
    }

    /** Has those that are ticked sent again, each to its endpoint: a task, which goes on by itself. */
    @Requires(Permission.CREATE_ATTEMPTS)
    @PostMapping("/resend")
    Mono<Rendering> resend(
            Caller caller, @PathVariable String app, @PathVariable String list, ServerWebExchange exchange) {
        return exchange.getFormData()
                .map(Fields::new)
                .flatMap(form -> ticked(form).isEmpty()
                        ? Mono.just(back(app, list, form, Said.NOTHING_TICKED))
                        : api.post("/app/{app}/delivery/resend", named(ticked(form)), app)
                                .map(EndedActsController::task));
    }

    /** Marks those that are ticked as handled. */
    @Requires(Permission.MANAGE)
    @PostMapping("/handled")
    Mono<Rendering> handled(
            Caller caller, @PathVariable String app, @PathVariable String list, ServerWebExchange exchange) {
        return mark(app, list, exchange, true);
    }

    /** Puts those that are ticked back among what is to be reviewed. */
    @Requires(Permission.MANAGE)
    @PostMapping("/reopen")
    Mono<Rendering> reopen(
            Caller caller, @PathVariable String app, @PathVariable String list, ServerWebExchange exchange) {
        return mark(app, list, exchange, false);
    }

    private Mono<Rendering> mark(String app, String list, ServerWebExchange exchange, boolean handled) {
        return exchange.getFormData()
                .map(Fields::new)
                .flatMap(form -> ticked(form).isEmpty()
                        ? Mono.just(back(app, list, form, Said.NOTHING_TICKED))
                        : api.post(
                                        "/app/{app}/delivery/handle",
                                        named(ticked(form)).put("handled", handled),
                                        app)
                                .map(_ -> back(app, list, form, handled ? Said.HANDLED : Said.REOPENED)));
    }

    private static ObjectNode named(List<Ticked> ticked) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode deliveries = body.putArray("deliveries");
        ticked.forEach(one -> deliveries.addObject().put("msgId", one.message()).put("endpointId", one.endpoint()));
        return body;
    }

    /** Has all that the list is narrowed to sent again: a task for each endpoint that has any of it. */
    @Requires(Permission.CREATE_ATTEMPTS)
    @PostMapping("/resend-all")
    Mono<Rendering> resendAll(
            Caller caller, @PathVariable String app, @PathVariable String list, ServerWebExchange exchange) {
        int status = list.equals("archive") ? DELIVERED : GIVEN_UP;
        return exchange.getFormData().map(Fields::new).flatMap(form -> {
            ObjectNode range = range(form).put("status", status);
            String chosen = form.text("endpoint");
            Mono<List<JsonNode>> tasks = chosen.isEmpty()
                    ? everywhere(app, range)
                    : replay(app, chosen, range).map(List::of);
            return tasks.map(begun -> begun(begun, app, list, form));
        });
    }

    private Mono<List<JsonNode>> everywhere(String app, ObjectNode range) {
        return endpoints(app, null)
                .expand(page -> Mono.justOrEmpty(Pager.next(page)).flatMap(next -> endpoints(app, next)))
                .flatMapIterable(page -> page.path("data"))
                .filter(endpoint -> !endpoint.path("disabled").asBoolean(false))
                .map(endpoint -> endpoint.path("id").asString(""))
                .filterWhen(endpoint -> hasAny(app, endpoint, range), 1)
                .concatMap(endpoint -> replay(app, endpoint, range))
                .collectList();
    }

    private Mono<JsonNode> endpoints(String app, @Nullable String iterator) {
        return api.find("/app/{app}/endpoint", Query.none().with("limit", PAGE).with("iterator", iterator), app);
    }

    private Mono<Boolean> hasAny(String app, String endpoint, ObjectNode range) {
        return api.post(EndpointPath.API + "/bulk-replay?dry_run=true", range, app, endpoint)
                .map(count -> count.path("count").asLong(0) > 0);
    }

    private Mono<JsonNode> replay(String app, String endpoint, ObjectNode range) {
        return api.post(EndpointPath.API + "/bulk-replay", range, app, endpoint);
    }

    private static Rendering begun(List<JsonNode> tasks, String app, String list, Fields form) {
        return switch (tasks.size()) {
            case 0 -> back(app, list, form, Said.NOTHING_TO_SEND);
            case 1 -> task(tasks.getFirst());
            default -> View.redirect("/dashboard/tasks", Said.SEVERAL_STARTED);
        };
    }

    /** Marks all that the list is narrowed to as handled: a task, too. */
    @Requires(Permission.MANAGE)
    @PostMapping("/handled-all")
    Mono<Rendering> handledAll(
            Caller caller, @PathVariable String app, @PathVariable String list, ServerWebExchange exchange) {
        return exchange.getFormData().map(Fields::new).flatMap(form -> {
            ObjectNode body = range(form);
            form.given("endpoint", (_, endpoint) -> body.put("endpointId", endpoint.toString()));
            return api.post("/app/{app}/delivery/handle-all", body, app).map(EndedActsController::task);
        });
    }

    private static ObjectNode range(Fields form) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        String since = Range.moment(form.text("after"));
        String until = Range.moment(form.text("before"));
        body.put("since", since.isEmpty() ? SINCE_EVER : since);
        if (!until.isEmpty()) {
            body.put("until", until);
        }
        form.given("type", (_, type) -> body.putArray("eventTypes").add(type.toString()));
        return body;
    }

    private static Rendering task(JsonNode task) {
        return View.redirect("/dashboard/tasks/" + task.path("id").asString(""));
    }

    private static Rendering back(String app, String list, Fields form, Said said) {
        String filters = EndedController.filters(form).text();
        String path = "/dashboard/applications/" + app + "/" + list;
        return View.redirect(filters.isEmpty() ? path : path + "?" + filters, said);
    }

    private static List<Ticked> ticked(Fields form) {
        return form.all("delivery").stream().map(Ticked::of).toList();
    }

    /** One row of the list. */
    private record Ticked(String message, String endpoint) {

        static Ticked of(String both) {
            int point = both.indexOf('.');
            return new Ticked(both.substring(0, Math.max(0, point)), both.substring(point + 1));
        }
    }
}
