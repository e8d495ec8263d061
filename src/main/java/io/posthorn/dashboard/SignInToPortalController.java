package io.posthorn.dashboard;

import io.posthorn.access.Credential;
import io.posthorn.access.Session;
import io.posthorn.access.Sessions;
import io.posthorn.api.Problem;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** The way into the portal: a link with a token behind its number sign, which no server and no log sees. */
@Controller
@PortalPage
final class SignInToPortalController {

    private static final Duration REMEMBERED = Duration.ofDays(90);

    private final Sessions sessions;
    private final SessionCookie cookies;
    private final PortalBrands brands;
    private final PortalProperties settings;

    SignInToPortalController(Sessions sessions, SessionCookie cookies, PortalBrands brands, PortalProperties settings) {
        this.sessions = sessions;
        this.cookies = cookies;
        this.brands = brands;
        this.settings = settings;
    }

    /** A script there takes the token out of the address and hands it in. */
    @GetMapping("/login")
    Mono<Rendering> entrance() {
        return Mono.just(View.of("portal/entrance").show());
    }

    @GetMapping("/portal/sign-in")
    Mono<Rendering> ended() {
        return Mono.just(outside(null));
    }

    @GetMapping(path = "/portal/sign-in/brand.css", produces = "text/css")
    @ResponseBody
    Mono<String> colours(ServerWebExchange exchange) {
        return brands.of(exchange).map(BrandSheet::of);
    }

    @PostMapping(path = "/portal/sign-in", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    Mono<Rendering> enter(ServerWebExchange exchange) {
        return exchange.getFormData()
                .map(data -> new Fields(data).text("key"))
                .flatMap(key -> sessions.open(key, exchange.getRequest().getRemoteAddress()))
                .flatMap(this::ofPortal)
                .map(opened -> entered(exchange, opened))
                .onErrorResume(Problem.class, problem -> Mono.just(outside(problem)));
    }

    /** The keys of programs and of operators are for the other pages. */
    private Mono<Session.Opened> ofPortal(Session.Opened opened) {
        return opened.session().caller().credential().kind() == Credential.Kind.PORTAL
                ? Mono.just(opened)
                : sessions.end(opened.cookie())
                        .then(Mono.error(() -> Problem.forbidden(
                                "This is not a link into the portal, but the key of a program. Keep it to programs.")));
    }

    private Rendering entered(ServerWebExchange exchange, Session.Opened opened) {
        cookies.write(exchange, Area.PORTAL, opened);
        String organization = opened.session().caller().organizationId().toString();
        ResponseCookie own = cookies.like(exchange, Area.PORTAL, PortalBrands.COOKIE, organization, REMEMBERED);
        exchange.getResponse().addCookie(own);
        return View.redirect(Area.PORTAL.root());
    }

    private Rendering outside(@Nullable Problem problem) {
        return View.of("portal/sign-in")
                .with("wrong", problem == null ? null : problem.getMessage())
                .with("returnUrl", settings.returnUrl())
                .status(problem == null ? HttpStatus.OK.value() : problem.status())
                .show();
    }
}
