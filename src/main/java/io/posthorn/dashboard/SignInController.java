package io.posthorn.dashboard;

import io.posthorn.access.Session;
import io.posthorn.access.Sessions;
import io.posthorn.api.Problem;
import java.net.InetSocketAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** The way into the pages, and out of them. */
@Controller
final class SignInController {

    private static final String HOME = "/dashboard";

    private final Sessions sessions;
    private final SessionCookie cookies;

    SignInController(Sessions sessions, SessionCookie cookies) {
        this.sessions = sessions;
        this.cookies = cookies;
    }

    @GetMapping("/")
    Mono<Rendering> root() {
        return Mono.just(View.redirect(HOME));
    }

    /** With a link it asks for a click first: programs that look at links beforehand must not use it up. */
    @GetMapping("/dashboard/sign-in")
    Mono<Rendering> form(
            @RequestParam(name = "link", required = false) @Nullable String link,
            @RequestParam(name = "to", defaultValue = HOME) String to) {
        return Mono.just(page(link, to, null));
    }

    @PostMapping("/dashboard/sign-in")
    Mono<Rendering> signIn(ServerWebExchange exchange) {
        return exchange.getFormData().flatMap(form -> signIn(exchange, form));
    }

    private Mono<Rendering> signIn(ServerWebExchange exchange, MultiValueMap<String, String> form) {
        Map<String, String> given = form.toSingleValueMap();
        String to = given.getOrDefault("to", HOME);
        return open(given, exchange.getRequest().getRemoteAddress())
                .doOnNext(opened -> cookies.write(exchange, Area.DASHBOARD, opened))
                .map(_ -> View.redirect(isOurs(to) ? to : HOME))
                .onErrorResume(Problem.class, problem -> Mono.just(page(null, to, problem)));
    }

    private Mono<Session.Opened> open(Map<String, String> given, @Nullable InetSocketAddress remote) {
        String link = given.get("link");
        return link == null
                ? sessions.open(given.getOrDefault("key", "").strip(), remote)
                : sessions.redeem(link, remote);
    }

    @PostMapping("/dashboard/sign-out")
    Mono<Rendering> signOut(ServerWebExchange exchange) {
        return Mono.justOrEmpty(SessionCookie.read(exchange, Area.DASHBOARD))
                .flatMap(sessions::end)
                .then(Mono.fromSupplier(() -> {
                    cookies.clear(exchange, Area.DASHBOARD);
                    return View.redirect("/dashboard/sign-in", Said.SIGNED_OUT);
                }));
    }

    /** Nobody is sent to another site after signing in here. */
    private static boolean isOurs(String to) {
        return (to.equals(HOME) || to.startsWith(HOME + "/") || to.startsWith(HOME + "?")) && !to.contains("\\");
    }

    private static Rendering page(@Nullable String link, String to, @Nullable Problem problem) {
        return View.of("sign-in")
                .with("link", link)
                .with("to", to)
                .with("wrong", problem == null ? null : problem.getMessage())
                .status(problem == null ? HttpStatus.OK.value() : problem.status())
                .show();
    }
}
