package io.posthorn.dashboard;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import io.posthorn.access.Sessions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The first page of the portal: the visitor's applications, or the only one at once. */
@Controller
@PortalPage
final class PortalHomeController {

    private static final int PAGE = 50;
    private static final int AT_ONCE = 4;

    private final Api api;
    private final Sessions sessions;
    private final SessionCookie cookies;

    PortalHomeController(Api api, Sessions sessions, SessionCookie cookies) {
        this.api = api;
        this.sessions = sessions;
        this.cookies = cookies;
    }

    @Requires(Permission.READ)
    @GetMapping("/portal")
    Mono<Rendering> home(Caller caller, @RequestParam(required = false) @Nullable String iterator) {
        return api.find("/app", Query.none().with("limit", PAGE).with("iterator", iterator))
                .flatMap(page -> {
                    List<Members> all = Shown.data(page);
                    return all.size() == 1 && iterator == null && Pager.next(page) == null
                            ? Mono.just(View.redirect(PortalPath.of(all.getFirst())))
                            : withUsage(all).map(rows -> View.of("portal/home")
                                    .with("applications", rows)
                                    .with("next", Pager.next(page))
                                    .with("prev", Pager.prev(page, iterator))
                                    .show());
                });
    }

    private Mono<List<Members>> withUsage(List<Members> applications) {
        return Flux.fromIterable(applications)
                .flatMapSequential(
                        app -> api.get("/app/{app}/usage", String.valueOf(app.get("id")))
                                .map(usage -> app.with("usage", Shown.of(usage))),
                        AT_ONCE,
                        AT_ONCE)
                .collectList();
    }

    @Requires(Permission.READ)
    @PostMapping("/portal/sign-out")
    Mono<Rendering> leave(Caller caller, ServerWebExchange exchange) {
        return Mono.justOrEmpty(SessionCookie.read(exchange, Area.PORTAL))
                .flatMap(sessions::end)
                .then(Mono.fromSupplier(() -> {
                    cookies.clear(exchange, Area.PORTAL);
                    return View.redirect(Area.PORTAL.signIn(), Said.SIGNED_OUT);
                }));
    }

    @Requires(Permission.READ)
    @GetMapping("/portal/**")
    Mono<Rendering> nothing(Caller caller) {
        return Mono.error(new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
