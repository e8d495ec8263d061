package io.posthorn.dashboard;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** All applications, found by name or uid, and the form for another one. */
@Controller
final class ApplicationsController {

    private static final int PAGE = 25;
    private static final int AT_ONCE = 4;

    private final Api api;

    ApplicationsController(Api api) {
        this.api = api;
    }

    @Requires(Permission.READ)
    @GetMapping("/dashboard/applications")
    Mono<Rendering> page(
            Caller caller,
            @RequestParam(defaultValue = "") String search,
            @RequestParam(required = false) @Nullable String iterator) {
        return view("applications", search, iterator);
    }

    @Requires(Permission.READ)
    @GetMapping(path = "/dashboard/applications", headers = "HX-Request")
    Mono<Rendering> part(Caller caller, @RequestParam(defaultValue = "") String search) {
        return view("applications :: list", search, null);
    }

    @Requires(Permission.MANAGE)
    @GetMapping("/dashboard/applications/new")
    Mono<Rendering> form(Caller caller) {
        return Mono.just(
                View.of("application-new").with("form", Fields.NONE.shown()).show());
    }

    @Requires(Permission.MANAGE)
    @PostMapping("/dashboard/applications/new")
    Mono<Rendering> create(Caller caller, ServerWebExchange exchange) {
        return exchange.getFormData().flatMap(data -> {
            Fields form = new Fields(data);
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("name", form.text("name"));
            form.given("uid", body::put);
            return api.post("/app", body)
                    .map(made -> View.redirect(
                            "/dashboard/applications/" + made.path("id").asString("")))
                    .onErrorResume(
                            Refusal.class,
                            refusal -> Mono.just(View.of("application-new")
                                    .with("form", form.shown())
                                    .refused(refusal)
                                    .show()));
        });
    }

    private Mono<Rendering> view(String template, String search, @Nullable String iterator) {
        Query query = Query.none()
                .with("limit", PAGE)
                .with("order", "descending")
                .with("search", search.strip())
                .with("iterator", iterator);
        return api.find("/app", query).flatMap(page -> withUsage(page).map(rows -> View.of(template)
                .with("applications", rows)
                .with("search", search.strip())
                .with("next", Pager.next(page))
                .with("prev", Pager.prev(page, iterator))
                .show()));
    }

    private Mono<List<Members>> withUsage(JsonNode page) {
        return Flux.fromIterable(Shown.data(page))
                .flatMapSequential(this::withUsage, AT_ONCE, AT_ONCE)
                .collectList();
    }

    private Mono<Members> withUsage(Members application) {
        return api.get("/app/{app}/usage", String.valueOf(application.get("id")))
                .map(usage -> application.with("usage", Shown.of(usage)));
    }
}
