package io.posthorn.dashboard;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** The form that makes and changes endpoints. */
@Controller
@RequestMapping("/dashboard/applications/{app}/endpoints")
final class EndpointFormController {

    private static final String TEMPLATE = "endpoint-form";
    private static final String ANY_URL = "https://example.com/";

    private final Api api;
    private final EndpointEditing editing;

    EndpointFormController(Api api, EndpointEditing editing) {
        this.api = api;
        this.editing = editing;
    }

    @Requires(Permission.MANAGE_ENDPOINTS)
    @GetMapping("/new")
    Mono<Rendering> blank(Caller caller, @PathVariable String app) {
        return editing.blank(TEMPLATE, app);
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
                    .onErrorResume(Refusal.class, refusal -> editing.refused(View.of(TEMPLATE), form, refusal, app));
        });
    }

    @Requires(Permission.MANAGE_ENDPOINTS)
    @GetMapping("/{endpoint}/edit")
    Mono<Rendering> edit(Caller caller, @PathVariable String app, @PathVariable String endpoint) {
        return editing.existing(TEMPLATE, app, endpoint).flatMap(view -> editing.shown(view, app));
    }

    @Requires(Permission.MANAGE_ENDPOINTS)
    @PostMapping("/{endpoint}/edit")
    Mono<Rendering> change(
            Caller caller, @PathVariable String app, @PathVariable String endpoint, ServerWebExchange exchange) {
        return exchange.getFormData().map(Fields::new).flatMap(form -> editing.change(
                        app, endpoint, EndpointForm.body(form), form)
                .thenReturn(View.redirect(EndpointPath.of(app, endpoint), Said.SAVED))
                .onErrorResume(Refusal.class, refusal -> editing.existing(TEMPLATE, app, endpoint)
                        .flatMap(view -> editing.refused(view, form, refusal, app))));
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
