package io.posthorn.dashboard;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Who may what, and who changed what: keys and the audit trail. */
@Controller
@RequestMapping("/dashboard")
final class InstallationController {

    private static final int PAGE = 50;

    private final Api api;

    InstallationController(Api api) {
        this.api = api;
    }

    /** Who may not manage keys learns who can, instead of a refusal. */
    @Requires(Permission.READ)
    @GetMapping("/keys")
    Mono<Rendering> keys(Caller caller, @RequestParam(required = false) @Nullable String iterator) {
        View view = View.of("keys").with("form", Fields.NONE.shown());
        return caller.may(Permission.ADMIN) ? keys(view, iterator) : Mono.just(view.show());
    }

    private Mono<Rendering> keys(View view, @Nullable String iterator) {
        Query query =
                Query.none().with("limit", PAGE).with("order", "descending").with("iterator", iterator);
        return api.find("/auth/api-token", query).map(page -> view.with("keys", Shown.data(page))
                .with("next", Pager.next(page))
                .with("prev", Pager.prev(page, iterator))
                .show());
    }

    /** The key's text is in this answer and kept nowhere, so it is shown without going to another page. */
    @Requires(Permission.ADMIN)
    @PostMapping("/keys")
    Mono<Rendering> create(Caller caller, ServerWebExchange exchange) {
        return exchange.getFormData().map(Fields::new).flatMap(form -> {
            ObjectNode body = JsonNodeFactory.instance.objectNode().put("name", form.text("name"));
            ArrayNode scopes = body.putArray("scopes");
            form.all("scope").forEach(scopes::add);
            View view = View.of("keys").with("form", form.shown());
            return api.post("/auth/api-token", body)
                    .map(made -> view.with("made", Shown.of(made)).with("form", Fields.NONE.shown()))
                    .onErrorResume(Refusal.class, refusal -> Mono.just(view.refused(refusal)))
                    .flatMap(with -> keys(with, null));
        });
    }

    @Requires(Permission.ADMIN)
    @PostMapping("/keys/{key}/revoke")
    Mono<Rendering> revoke(Caller caller, @PathVariable String key) {
        return api.post("/auth/api-token/{key}/expire", Map.of("expiry", 0), key)
                .map(_ -> View.redirect("/dashboard/keys", Said.REVOKED));
    }

    @Requires(Permission.READ)
    @GetMapping("/audit")
    Mono<Rendering> audit(
            Caller caller,
            @RequestParam(defaultValue = "") String subject,
            @RequestParam(required = false) @Nullable String iterator) {
        View view = View.of("audit").with("subject", subject);
        Query query = Query.none()
                .with("limit", PAGE)
                .with("subject", subject.strip())
                .with("iterator", iterator);
        return !caller.may(Permission.ADMIN)
                ? Mono.just(view.show())
                : api.find("/audit", query).map(page -> view.with("entries", Shown.data(page))
                        .with("next", Pager.next(page))
                        .with("prev", Pager.prev(page, iterator))
                        .show());
    }
}
