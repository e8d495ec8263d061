package io.posthorn.dashboard;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
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

/** Where webhooks may go in spite of the rules, and where they may not go at all. */
@Controller
@RequestMapping(TargetPagesController.PATH)
final class TargetPagesController {

    static final String PATH = "/dashboard/targets";

    private static final int MOST = 250;
    private static final String ALLOWED = "/organization/{organization}/allowed-target";

    private final Api api;

    TargetPagesController(Api api) {
        this.api = api;
    }

    /** Who may not list targets learns who can, instead of a refusal. */
    @Requires(Permission.READ)
    @GetMapping
    Mono<Rendering> page(Caller caller, @RequestParam(defaultValue = "") String organization) {
        View view = View.of("targets");
        return caller.may(Permission.OPERATE) ? lists(view, organization) : Mono.just(view.show());
    }

    @Requires(Permission.OPERATE)
    @PostMapping("/denied")
    Mono<Rendering> deny(Caller caller, ServerWebExchange exchange) {
        return exchange.getFormData().map(Fields::new).flatMap(form -> api.post("/denied-target", body(form))
                .map(_ -> View.redirect(PATH, Said.LISTED))
                .onErrorResume(Refusal.class, refusal -> lists(refused("denied", form, refusal), "")));
    }

    @Requires(Permission.OPERATE)
    @PostMapping("/denied/{target}/remove")
    Mono<Rendering> denyNoMore(Caller caller, @PathVariable String target) {
        return api.send(HttpMethod.DELETE, "/denied-target/{target}", null, target)
                .map(_ -> View.redirect(PATH, Said.UNLISTED));
    }

    @Requires(Permission.OPERATE)
    @PostMapping("/allowed/{organization}")
    Mono<Rendering> allow(Caller caller, @PathVariable String organization, ServerWebExchange exchange) {
        return exchange.getFormData().map(Fields::new).flatMap(form -> api.post(ALLOWED, body(form), organization)
                .map(_ -> View.redirect(of(organization), Said.LISTED))
                .onErrorResume(Refusal.class, refusal -> lists(refused("allowed", form, refusal), organization)));
    }

    @Requires(Permission.OPERATE)
    @PostMapping("/allowed/{organization}/{target}/remove")
    Mono<Rendering> allowNoMore(Caller caller, @PathVariable String organization, @PathVariable String target) {
        return api.send(HttpMethod.DELETE, ALLOWED + "/{target}", null, organization, target)
                .map(_ -> View.redirect(of(organization), Said.UNLISTED));
    }

    private static ObjectNode body(Fields form) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("target", form.text("target"));
        form.given("reason", (name, reason) -> body.put(name, reason.toString()));
        return body;
    }

    private static View refused(String list, Fields form, Refusal refusal) {
        return View.of("targets").with(list, form.shown()).refused(refusal);
    }

    private static String of(String organization) {
        return PATH + "?organization=" + Query.escaped(organization);
    }

    /** Without an organization that was chosen, the first one's. */
    private Mono<Rendering> lists(View view, String organization) {
        return api.find("/organization", Query.none().with("limit", MOST).with("order", "ascending"))
                .flatMap(page -> lists(
                        view.with("organizations", Shown.data(page)),
                        organization.isEmpty() ? page.at("/data/0") : chosen(page, organization)));
    }

    private Mono<Rendering> lists(View view, JsonNode organization) {
        return Mono.zip(
                        api.get("/denied-target"),
                        api.get(ALLOWED, organization.path("id").asString("")))
                .map(both -> view.with("organization", Shown.of(organization))
                        .with("deniedTargets", Shown.data(both.getT1()))
                        .with("allowedTargets", Shown.data(both.getT2()))
                        .show());
    }

    /** One that is not on the first page of organizations is asked for by its id, which says so if there is none. */
    private static JsonNode chosen(JsonNode page, String organization) {
        return page.path("data")
                .valueStream()
                .filter(one -> one.path("id").asString("").equals(organization))
                .findAny()
                .orElseGet(() -> JsonNodeFactory.instance.objectNode().put("id", organization));
    }
}
