package io.posthorn.dashboard;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import java.util.Map;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The form that makes and changes endpoints. */
@Controller
@RequestMapping("/dashboard/applications/{app}/endpoints")
final class EndpointFormController {

    private static final JsonNode NOTHING = JsonNodeFactory.instance.objectNode();

    private static final String ANY_URL = "https://example.com/";

    private final Api api;
    private final ApplicationHead head;

    EndpointFormController(Api api, ApplicationHead head) {
        this.api = api;
        this.head = head;
    }

    @Requires(Permission.MANAGE_ENDPOINTS)
    @GetMapping("/new")
    Mono<Rendering> blank(Caller caller, @PathVariable String app) {
        return shown(View.of("endpoint-form").with("form", EndpointForm.fields(NOTHING, NOTHING)), app);
    }

    /** Makes it and sends it a test event, so that its page says at once whether it works. */
    @Requires(Permission.MANAGE_ENDPOINTS)
    @PostMapping("/new")
    Mono<Rendering> create(Caller caller, @PathVariable String app, ServerWebExchange exchange) {
        return exchange.getFormData().map(Fields::new).flatMap(form -> {
            ObjectNode body = EndpointForm.created(form).put("verify", caller.may(Permission.CREATE_ATTEMPTS));
            return api.post("/app/{app}/endpoint", body, app)
                    .map(made ->
                            View.redirect(EndpointPath.of(app, made.path("id").asString("")), Said.CREATED))
                    .onErrorResume(
                            Refusal.class,
                            refusal -> shown(
                                    View.of("endpoint-form")
                                            .with("form", form.endpoint())
                                            .refused(refusal),
                                    app));
        });
    }

    @Requires(Permission.MANAGE_ENDPOINTS)
    @GetMapping("/{endpoint}/edit")
    Mono<Rendering> edit(Caller caller, @PathVariable String app, @PathVariable String endpoint) {
        return existing(app, endpoint).flatMap(view -> shown(view, app));
    }

    @Requires(Permission.MANAGE_ENDPOINTS)
    @PostMapping("/{endpoint}/edit")
    Mono<Rendering> change(
            Caller caller, @PathVariable String app, @PathVariable String endpoint, ServerWebExchange exchange) {
        return exchange.getFormData().map(Fields::new).flatMap(form -> changed(app, endpoint, form)
                .thenReturn(View.redirect(EndpointPath.of(app, endpoint), Said.SAVED))
                .onErrorResume(Refusal.class, refusal -> existing(app, endpoint)
                        .flatMap(
                                view -> shown(view.with("form", form.endpoint()).refused(refusal), app))));
    }

    private Mono<JsonNode> changed(String app, String endpoint, Fields form) {
        return api.send(HttpMethod.PATCH, EndpointPath.API, EndpointForm.body(form), app, endpoint)
                .then(api.get(EndpointPath.API + "/headers", app, endpoint))
                .flatMap(before -> api.send(
                        HttpMethod.PATCH, EndpointPath.API + "/headers", headers(before, form), app, endpoint));
    }

    /** What is shown and no longer there goes; what is masked stays unless it is given anew. */
    private static ObjectNode headers(JsonNode before, Fields form) {
        ObjectNode headers = EndpointForm.headers(form);
        before.path("headers").propertyNames().stream()
                .filter(name -> !headers.has(name))
                .forEach(headers::putNull);
        form.all("drop").forEach(headers::putNull);
        return JsonNodeFactory.instance.objectNode().set("headers", headers);
    }

    private Mono<View> existing(String app, String endpoint) {
        return Mono.zip(api.get(EndpointPath.API, app, endpoint), api.get(EndpointPath.API + "/headers", app, endpoint))
                .map(found -> View.of("endpoint-form")
                        .with("title", "Change endpoint")
                        .with("endpoint", Shown.of(found.getT1()))
                        .with("sensitive", Shown.of(found.getT2()).get("sensitive"))
                        .with("form", EndpointForm.fields(found.getT1(), found.getT2())));
    }

    private Mono<Rendering> shown(View view, String app) {
        Query types = Query.none().with("limit", 250);
        return api.find("/event-type", types)
                .map(page -> view.with("catalogue", Shown.data(page)).withDefault("title", "New endpoint"))
                .flatMap(with -> head.on(with, app, "endpoints"))
                .map(View::show);
    }

    /** What the form as it stands would have sent, or what is wrong with it. */
    @Requires(Permission.MANAGE_ENDPOINTS)
    @PostMapping("/draft/preview")
    Mono<Rendering> preview(Caller caller, @PathVariable String app, ServerWebExchange exchange) {
        return part(app, exchange, "preview", "/preview");
    }

    /** Whether the URL is one that may be sent to. */
    @Requires(Permission.MANAGE_ENDPOINTS)
    @PostMapping("/draft/url")
    Mono<Rendering> url(Caller caller, @PathVariable String app, ServerWebExchange exchange) {
        View view = View.of("parts/endpoint-form :: url");
        return exchange.getFormData().map(Fields::new).flatMap(form -> api.post(
                        "/app/{app}/endpoint/preview", Map.of("url", form.text("url")), app)
                .map(_ -> view.with("fine", true).show())
                .onErrorResume(
                        Refusal.class,
                        refusal -> Mono.just(
                                view.with("wrong", refusal.fields().get("url")).show())));
    }

    /** Sends a test event to the endpoint as the form says it. */
    @Requires(Permission.CREATE_ATTEMPTS)
    @PostMapping("/draft/test")
    Mono<Rendering> test(Caller caller, @PathVariable String app, ServerWebExchange exchange) {
        return part(app, exchange, "test", "/test");
    }

    /** An example of an event type. */
    @Requires(Permission.MANAGE_ENDPOINTS)
    @GetMapping("/draft/example/{type}")
    Mono<Rendering> example(Caller caller, @PathVariable String app, @PathVariable String type) {
        Map<String, String> body = Map.of("url", ANY_URL, "eventType", type);
        return api.post("/app/{app}/endpoint/preview", body, app).map(made -> View.of("parts/endpoint-form :: example")
                .with("example", Json.indented(made.path("body").asString("")))
                .show());
    }

    private Mono<Rendering> part(String app, ServerWebExchange exchange, String name, String operation) {
        View view = View.of("parts/endpoint-form :: " + name);
        return exchange.getFormData()
                .map(data -> withUrl(EndpointForm.created(new Fields(data))))
                .flatMap(body -> api.post("/app/{app}/endpoint" + operation, body, app))
                .map(made -> view.with(name, Shown.of(made)).show())
                .onErrorResume(
                        Refusal.class,
                        refusal ->
                                Mono.just(view.with("wrong", refusal.sentence()).show()));
    }

    /** What does not depend on the URL is shown before there is one. */
    private static ObjectNode withUrl(ObjectNode body) {
        return body.path("url").asString("").isEmpty() ? body.put("url", ANY_URL) : body;
    }
}
