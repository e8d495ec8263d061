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
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Where webhooks may go in spite of the rules, and where they may not go at all. */
@Controller
@RequestMapping(TargetPagesController.PATH)
final class TargetPagesController {

    static final String PATH = "/dashboard/targets";

    private static final String ALLOWED = "/organization/{organization}/allowed-target";

    private final Api api;
    private final OrganizationChoice choice;

    TargetPagesController(Api api, OrganizationChoice choice) {
        this.api = api;
        this.choice = choice;
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

    private Mono<Rendering> lists(View view, String organization) {
        return choice.on(view, organization).flatMap(this::lists);
    }

    private Mono<Rendering> lists(View view) {
        String organization = view.get("organization") instanceof Members one ? String.valueOf(one.get("id")) : "";
        return Mono.zip(api.get("/denied-target"), api.get(ALLOWED, organization))
                .map(both -> view.with("deniedTargets", Shown.data(both.getT1()))
                        .with("allowedTargets", Shown.data(both.getT2()))
                        .show());
    }
}
