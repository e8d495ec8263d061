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
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** How the portal looks to the customers of an organization, with a preview of it. */
@Controller
@RequestMapping(BrandingPagesController.PATH)
final class BrandingPagesController {

    static final String PATH = "/dashboard/branding";

    private static final String API = "/organization/{organization}";
    private static final String BRANDING = "branding";
    private static final String LOGO = "logo";
    private static final String PICTURE = "picture";

    private final Api api;
    private final OrganizationChoice choice;

    BrandingPagesController(Api api, OrganizationChoice choice) {
        this.api = api;
        this.choice = choice;
    }

    /** Who may not change it learns who can, instead of a refusal. */
    @Requires(Permission.READ)
    @GetMapping
    Mono<Rendering> page(Caller caller, @RequestParam(defaultValue = "") String organization) {
        View view = View.of(BRANDING);
        return caller.may(Permission.OPERATE) ? shown(view, organization) : Mono.just(view.show());
    }

    /** The colours of the preview, as the portal would have them. */
    @Requires(Permission.READ)
    @GetMapping(path = "/preview.css", produces = "text/css")
    @ResponseBody
    Mono<String> colours(
            Caller caller,
            @RequestParam(defaultValue = "") String color,
            @RequestParam(defaultValue = "") String darkColor) {
        return Mono.just(BrandSheet.of(".brand-preview", Map.of("color", color, "darkColor", darkColor)));
    }

    @Requires(Permission.OPERATE)
    @PostMapping("/{organization}")
    Mono<Rendering> save(Caller caller, @PathVariable String organization, ServerWebExchange exchange) {
        return exchange.getFormData().map(Fields::new).flatMap(form -> patch(organization, body(form))
                .map(_ -> View.redirect(of(organization), Said.BRANDED))
                .onErrorResume(Refusal.class, refusal -> shown(refused(form, refusal), organization)));
    }

    @Requires(Permission.OPERATE)
    @PostMapping("/{organization}/plain")
    Mono<Rendering> plain(Caller caller, @PathVariable String organization) {
        return patch(organization, JsonNodeFactory.instance.objectNode())
                .map(_ -> View.redirect(of(organization), Said.PLAIN));
    }

    /** A patch replaces all of it, and nothing of its own is plain. */
    private Mono<?> patch(String organization, ObjectNode branding) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        return api.send(
                HttpMethod.PATCH,
                API,
                branding.isEmpty() ? body.putNull(BRANDING) : body.set(BRANDING, branding),
                organization);
    }

    /** A logo is written down as an address, or chosen as a picture; what was written down counts. */
    private static ObjectNode body(Fields form) {
        ObjectNode branding = JsonNodeFactory.instance.objectNode();
        for (String name : List.of("name", "color", "darkColor", "supportUrl", "returnUrl")) {
            form.given(name, (field, text) -> branding.put(field, text.toString()));
        }
        form.given(PICTURE, (_, picture) -> branding.put(LOGO, picture.toString()));
        form.given(LOGO, (_, address) -> branding.put(LOGO, address.toString()));
        return branding;
    }

    /** Beside the fields, where it is about them. */
    private static View refused(Fields form, Refusal refusal) {
        View view = View.of(BRANDING).with("form", form.shown()).refused(refusal);
        return refusal.within(BRANDING).isEmpty()
                ? view
                : view.with("problems", refusal.within(BRANDING))
                        .with("refusal", "Nothing was changed; see what is marked below.");
    }

    private Mono<Rendering> shown(View view, String organization) {
        return choice.on(view, organization).map(with -> with.withDefault("form", form(with.get("organization")))
                .show());
    }

    private static Members form(@Nullable Object organization) {
        Members branding = organization instanceof Members of && of.get(BRANDING) instanceof Members own
                ? own
                : new Members(Map.of());
        return String.valueOf(branding.get(LOGO)).startsWith("data:")
                ? branding.with(PICTURE, String.valueOf(branding.get(LOGO))).with(LOGO, "")
                : branding;
    }

    private static String of(String organization) {
        return PATH + "?organization=" + Query.escaped(organization);
    }
}
