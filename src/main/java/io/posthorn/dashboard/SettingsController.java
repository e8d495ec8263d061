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
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** An application's name and limits, its pause and its end. */
@Controller
@RequestMapping("/dashboard/applications/{app}")
final class SettingsController {

    private final Api api;
    private final ApplicationHead head;

    SettingsController(Api api, ApplicationHead head) {
        this.api = api;
        this.head = head;
    }

    @Requires(Permission.READ)
    @GetMapping("/limits")
    Mono<Rendering> page(Caller caller, @PathVariable String app) {
        return api.get("/app/{app}", app)
                .map(found -> View.of("application-limits").with("form", Shown.of(found)))
                .flatMap(view -> head.withReview(view, app, "limits"))
                .map(View::show);
    }

    @Requires(Permission.MANAGE)
    @PostMapping("/limits")
    Mono<Rendering> save(Caller caller, @PathVariable String app, ServerWebExchange exchange) {
        return exchange.getFormData().map(Fields::new).flatMap(form -> api.send(
                        HttpMethod.PATCH, "/app/{app}", body(form), app)
                .map(_ -> View.redirect("/dashboard/applications/" + app + "/limits", Said.SAVED))
                .onErrorResume(Refusal.class, refusal -> head.withReview(
                                View.of("application-limits")
                                        .with("form", form.shown())
                                        .refused(refusal),
                                app,
                                "limits")
                        .map(View::show)));
    }

    private static ObjectNode body(Fields form) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("name", form.text("name"));
        for (String name : new String[] {"uid", "userAgent"}) {
            body.put(name, form.textOrNull(name));
        }
        for (String name : new String[] {"maxEndpoints", "throttleRate", "timeoutSeconds"}) {
            body.putPOJO(name, form.numberOrNull(name));
        }
        return body;
    }

    @Requires(Permission.MANAGE)
    @PostMapping("/pause")
    Mono<Rendering> pause(Caller caller, @PathVariable String app) {
        return api.post("/app/{app}/pause", Map.of(), app)
                .map(_ -> View.redirect("/dashboard/applications/" + app, Said.PAUSED));
    }

    @Requires(Permission.MANAGE)
    @PostMapping("/resume")
    Mono<Rendering> resume(Caller caller, @PathVariable String app) {
        return api.post("/app/{app}/resume", Map.of(), app)
                .map(_ -> View.redirect("/dashboard/applications/" + app, Said.RESUMED));
    }

    @Requires(Permission.MANAGE)
    @PostMapping("/delete")
    Mono<Rendering> delete(Caller caller, @PathVariable String app) {
        return api.send(HttpMethod.DELETE, "/app/{app}", null, app)
                .map(_ -> View.redirect("/dashboard/applications", Said.DELETED));
    }

    @Requires(Permission.READ)
    @GetMapping("/portal")
    Mono<Rendering> portal(Caller caller, @PathVariable String app) {
        return head.withReview(View.of("application-portal"), app, "portal").map(View::show);
    }

    /** The link is in this answer and kept nowhere, so it is shown without going to another page. */
    @Requires(Permission.MANAGE)
    @PostMapping("/portal")
    Mono<Rendering> link(Caller caller, @PathVariable String app, ServerWebExchange exchange) {
        return exchange.getFormData().map(Fields::new).flatMap(form -> {
            ObjectNode body = JsonNodeFactory.instance.objectNode().put("readOnly", form.ticked("readOnly"));
            body.putPOJO("expiry", form.numberOrNull("expiry"));
            body.putPOJO("featureFlags", form.words("featureFlags"));
            return api.post("/auth/app-portal-access/{app}", body, app)
                    .map(made -> View.of("application-portal").with("made", Shown.of(made)))
                    .onErrorResume(
                            Refusal.class,
                            refusal -> Mono.just(View.of("application-portal").refused(refusal)))
                    .flatMap(view -> head.withReview(view, app, "portal"))
                    .map(View::show);
        });
    }

    @Requires(Permission.MANAGE)
    @PostMapping("/portal/expire")
    Mono<Rendering> expire(Caller caller, @PathVariable String app) {
        return api.post("/auth/app/{app}/expire-all", Map.of(), app)
                .map(_ -> View.redirect("/dashboard/applications/" + app + "/portal", Said.REVOKED));
    }
}
