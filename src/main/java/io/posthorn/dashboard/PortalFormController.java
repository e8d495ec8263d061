package io.posthorn.dashboard;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
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

/** The form that makes and changes a customer's endpoints. */
@Controller
@PortalPage
@RequestMapping(PortalPath.APP + "/endpoints")
final class PortalFormController {

    private static final JsonNode NOTHING = JsonNodeFactory.instance.objectNode();
    private static final String TEMPLATE = "portal/endpoint-form";

    /** What the operator may have set and customers do not see in the form; it stays as it is. */
    private static final List<String> NOT_THEIRS = List.of("uid", "retry", "timeoutSeconds");

    private final Api api;
    private final ApplicationHead head;
    private final PortalCatalogue catalogue;

    PortalFormController(Api api, ApplicationHead head, PortalCatalogue catalogue) {
        this.api = api;
        this.head = head;
        this.catalogue = catalogue;
    }

    @Requires(Permission.MANAGE_ENDPOINTS)
    @GetMapping("/new")
    Mono<Rendering> blank(Caller caller, @PathVariable String app) {
        return shown(View.of(TEMPLATE).with("form", EndpointForm.fields(NOTHING, NOTHING)), app);
    }

    /** Makes it and sends it a test event, so that its page says at once whether it works. */
    @Requires(Permission.MANAGE_ENDPOINTS)
    @PostMapping("/new")
    Mono<Rendering> create(Caller caller, @PathVariable String app, ServerWebExchange exchange) {
        return exchange.getFormData().map(Fields::new).flatMap(form -> {
            ObjectNode body = EndpointForm.created(form).put("verify", caller.may(Permission.CREATE_ATTEMPTS));
            return api.post("/app/{app}/endpoint", body.without(NOT_THEIRS), app)
                    .map(made ->
                            View.redirect(PortalPath.of(app, made.path("id").asString("")), Said.CREATED))
                    .onErrorResume(
                            Refusal.class,
                            refusal -> shown(
                                    View.of(TEMPLATE)
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
                .thenReturn(View.redirect(PortalPath.of(app, endpoint), Said.SAVED))
                .onErrorResume(Refusal.class, refusal -> existing(app, endpoint)
                        .flatMap(
                                view -> shown(view.with("form", form.endpoint()).refused(refusal), app))));
    }

    private Mono<JsonNode> changed(String app, String endpoint, Fields form) {
        ObjectNode body = EndpointForm.body(form).without(NOT_THEIRS);
        return api.send(HttpMethod.PATCH, EndpointPath.API, body, app, endpoint)
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
                .map(found -> View.of(TEMPLATE)
                        .with("title", "Change endpoint")
                        .with("endpoint", Shown.of(found.getT1()))
                        .with("sensitive", Shown.of(found.getT2()).get("sensitive"))
                        .with("form", EndpointForm.fields(found.getT1(), found.getT2())));
    }

    private Mono<Rendering> shown(View view, String app) {
        return catalogue
                .types()
                .flatMap(types ->
                        head.on(view.with("catalogue", types).withDefault("title", "New endpoint"), app, "endpoints"))
                .map(View::show);
    }

    /** Whether the URL is one that may be sent to. */
    @Requires(Permission.MANAGE_ENDPOINTS)
    @PostMapping("/draft/url")
    Mono<Rendering> url(Caller caller, @PathVariable String app, ServerWebExchange exchange) {
        View view = View.of("parts/endpoint-form :: url");
        return exchange.getFormData()
                .map(data -> Map.of("url", new Fields(data).text("url")))
                .flatMap(body -> api.post("/app/{app}/endpoint/preview", body, app))
                .map(_ -> view.with("fine", true).show())
                .onErrorResume(
                        Refusal.class,
                        refusal -> onTheForm(
                                refusal, view.with("wrong", refusal.fields().get("url"))));
    }

    /** Sends a test event to the endpoint as the form says it. */
    @Requires(Permission.CREATE_ATTEMPTS)
    @PostMapping("/draft/test")
    Mono<Rendering> test(Caller caller, @PathVariable String app, ServerWebExchange exchange) {
        View view = View.of("parts/endpoint-form :: test");
        return exchange.getFormData()
                .map(data -> EndpointForm.created(new Fields(data)).without(NOT_THEIRS))
                .flatMap(body -> api.post("/app/{app}/endpoint/test", body, app))
                .map(test -> view.with("test", Shown.of(test)).show())
                .onErrorResume(Refusal.class, refusal -> onTheForm(refusal, view.with("wrong", refusal.sentence())));
    }

    /** An application that is not there is nothing that the form could mend. */
    private static Mono<Rendering> onTheForm(Refusal refusal, View view) {
        return refusal.status() == HttpStatus.NOT_FOUND.value() ? Mono.error(refusal) : Mono.just(view.show());
    }
}
