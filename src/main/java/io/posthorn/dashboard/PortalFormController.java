package io.posthorn.dashboard;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** The form that makes and changes a customer's endpoints. */
@Controller
@PortalPage
@RequestMapping(PortalPath.APP + "/endpoints")
final class PortalFormController {

    private static final String TEMPLATE = "portal/endpoint-form";

    /** What the operator may have set and customers do not see in the form; it stays as it is. */
    private static final List<String> NOT_THEIRS = List.of("uid", "retry", "timeoutSeconds");

    private final Api api;
    private final EndpointEditing editing;

    PortalFormController(Api api, EndpointEditing editing) {
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
            return api.post("/app/{app}/endpoint", body.without(NOT_THEIRS), app)
                    .map(made ->
                            View.redirect(PortalPath.of(app, made.path("id").asString("")), Said.CREATED))
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
                        app, endpoint, EndpointForm.body(form).without(NOT_THEIRS), form)
                .thenReturn(View.redirect(PortalPath.of(app, endpoint), Said.SAVED))
                .onErrorResume(Refusal.class, refusal -> editing.existing(TEMPLATE, app, endpoint)
                        .flatMap(view -> editing.refused(view, form, refusal, app))));
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
