package io.posthorn.dashboard;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The catalogue of event types. */
@Controller
@RequestMapping("/dashboard/event-types")
final class EventTypePagesController {

    private static final int PAGE = 100;
    private static final int SUBSCRIBERS = 25;

    private final Api api;
    private final Presets presets = new Presets();

    EventTypePagesController(Api api) {
        this.api = api;
    }

    /** @param preset the name of a catalogue that is to be put into the form, to be looked at and imported */
    @Requires(Permission.READ)
    @GetMapping
    Mono<Rendering> page(
            Caller caller,
            @RequestParam(defaultValue = "") String preset,
            @RequestParam(required = false) @Nullable String iterator) {
        Members form = Fields.NONE.shown().with("specRaw", presets.document(preset));
        return list(View.of("event-types").with("form", form), iterator);
    }

    @Requires(Permission.MANAGE)
    @PostMapping
    Mono<Rendering> create(Caller caller, ServerWebExchange exchange) {
        return exchange.getFormData().map(Fields::new).flatMap(form -> api.post(
                        "/event-type", Map.of("name", form.text("name"), "description", form.text("description")))
                .map(made -> View.redirect(
                        "/dashboard/event-types/" + made.path("name").asString(""), Said.CREATED))
                .onErrorResume(
                        Refusal.class,
                        refusal -> list(
                                View.of("event-types")
                                        .with("form", form.shown())
                                        .refused(refusal),
                                null)));
    }

    @Requires(Permission.MANAGE)
    @PostMapping("/import")
    Mono<Rendering> load(Caller caller, ServerWebExchange exchange) {
        return exchange.getFormData().map(Fields::new).flatMap(form -> {
            ObjectNode body = JsonNodeFactory.instance
                    .objectNode()
                    .put("specRaw", form.text("specRaw"))
                    .put("dryRun", form.ticked("dryRun"));
            return api.post("/event-type/import/openapi", body)
                    .flatMap(done -> list(
                            View.of("event-types")
                                    .with("form", form.shown())
                                    .with("imported", Shown.of(done.path("data")))
                                    .with("dryRun", form.ticked("dryRun")),
                            null))
                    .onErrorResume(
                            Refusal.class,
                            refusal -> list(
                                    View.of("event-types")
                                            .with("form", form.shown())
                                            .refused(refusal),
                                    null));
        });
    }

    private Mono<Rendering> list(View view, @Nullable String iterator) {
        Query query = Query.none().with("limit", PAGE).with("iterator", iterator);
        return api.find("/event-type", query).map(page -> view.with("types", Shown.data(page))
                .with("presets", presets.all())
                .with("next", Pager.next(page))
                .with("prev", Pager.prev(page, iterator))
                .show());
    }

    @Requires(Permission.READ)
    @GetMapping("/{name}")
    Mono<Rendering> one(
            Caller caller, @PathVariable String name, @RequestParam(required = false) @Nullable String iterator) {
        return shown(name, iterator).map(View::show);
    }

    @Requires(Permission.MANAGE)
    @PostMapping("/{name}")
    Mono<Rendering> save(Caller caller, @PathVariable String name, ServerWebExchange exchange) {
        return exchange.getFormData().map(Fields::new).flatMap(form -> api.send(
                        HttpMethod.PATCH, "/event-type/{name}", body(form), name)
                .map(_ -> View.redirect("/dashboard/event-types/" + name, Said.SAVED))
                .onErrorResume(Refusal.class, refusal -> shown(name, null)
                        .map(view ->
                                view.with("form", form.shown()).refused(refusal).show())));
    }

    private static ObjectNode body(Fields form) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("description", form.text("description"))
                .put("archived", form.ticked("archived"))
                .put("deprecated", form.ticked("deprecated"));
        List<String> flags = form.words("featureFlags");
        return body.putPOJO("featureFlags", flags.isEmpty() ? null : flags);
    }

    /** With the endpoints that take it, so that nobody changes it without knowing whom that concerns. */
    private Mono<View> shown(String name, @Nullable String iterator) {
        Query page = Query.none()
                .with("limit", SUBSCRIBERS)
                .with("order", "descending")
                .with("iterator", iterator);
        return Mono.zip(api.get("/event-type/{name}", name), api.find("/event-type/{name}/subscriber", page, name))
                .map(both -> withSchema(both.getT1())
                        .with("subscribers", Shown.data(both.getT2()))
                        .with("next", Pager.next(both.getT2()))
                        .with("prev", Pager.prev(both.getT2(), iterator)));
    }

    private static View withSchema(JsonNode type) {
        View view = View.of("event-type")
                .with("type", Shown.of(type))
                .with(
                        "flags",
                        String.join(
                                " ",
                                type.path("featureFlags")
                                        .valueStream()
                                        .map(flag -> flag.asString(""))
                                        .toList()));
        JsonNode schemas = type.path("schemas");
        return schemas.isObject() && !schemas.isEmpty() ? view.with("schema", Shown.pretty(schemas)) : view;
    }
}
