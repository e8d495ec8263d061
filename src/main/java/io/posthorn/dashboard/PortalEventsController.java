package io.posthorn.dashboard;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.reactive.result.view.Rendering;
import reactor.core.publisher.Mono;

/** What can be sent at all: event types with their schemas and an example of each. */
@Controller
@PortalPage
@RequestMapping(PortalPath.APP + "/events")
final class PortalEventsController {

    private static final String TAB = "events";

    private final ApplicationHead head;
    private final PortalCatalogue catalogue;

    PortalEventsController(ApplicationHead head, PortalCatalogue catalogue) {
        this.head = head;
        this.catalogue = catalogue;
    }

    @Requires(Permission.READ)
    @GetMapping
    Mono<Rendering> list(Caller caller, @PathVariable String app) {
        return catalogue
                .types()
                .flatMap(types -> head.on(View.of("portal/events").with("types", types), app, TAB))
                .map(View::show);
    }

    @Requires(Permission.READ)
    @GetMapping("/{type}")
    Mono<Rendering> one(Caller caller, @PathVariable String app, @PathVariable String type) {
        return head.on(View.of("portal/event"), app, TAB)
                .flatMap(view -> catalogue.on(view, app, type))
                .map(View::show);
    }
}
