package io.posthorn.dashboard;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.result.view.Rendering;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** How a receiver checks the signatures of one endpoint, as a program to copy. */
@Controller
@PortalPage
final class PortalGuideController {

    private final Api api;
    private final ApplicationHead head;

    PortalGuideController(Api api, ApplicationHead head) {
        this.api = api;
        this.head = head;
    }

    /** The secret stands in the program only where the visitor may see it and asks for it. */
    @Requires(Permission.READ)
    @GetMapping(PortalPath.ENDPOINT + "/guide")
    Mono<Rendering> guide(
            Caller caller,
            @PathVariable String app,
            @PathVariable String endpoint,
            @RequestParam(defaultValue = "javascript") String language,
            @RequestParam(defaultValue = "false") boolean secret) {
        Guide guide = Guide.of(language);
        boolean filled = secret && caller.may(Permission.READ_SECRETS);
        return Mono.zip(api.get(EndpointPath.API, app, endpoint), key(caller, app, endpoint))
                .map(found -> View.of("portal/guide")
                        .with("endpoint", Shown.of(found.getT1()))
                        .with("guide", guide)
                        .with("guides", Guide.values())
                        .with("filled", filled)
                        .with("code", guide.code(found.getT1(), found.getT2(), filled)))
                .flatMap(view -> head.on(view, app, "endpoints"))
                .map(View::show);
    }

    private Mono<JsonNode> key(Caller caller, String app, String endpoint) {
        return caller.may(Permission.READ_SECRETS)
                ? api.get(EndpointPath.API + "/secret", app, endpoint)
                : Mono.just(JsonNodeFactory.instance.objectNode());
    }
}
