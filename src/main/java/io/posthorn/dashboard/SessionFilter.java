package io.posthorn.dashboard;

import io.posthorn.access.Session;
import io.posthorn.access.Sessions;
import io.posthorn.api.Problem;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Lets nobody see a page without a session, and nobody change anything without the token that only the session's own
 * forms carry.
 */
final class SessionFilter implements WebFilter {

    static final String FORM_FIELD = "_token";
    static final String HEADER = "X-Form-Token";

    private static final String ATTRIBUTE = Session.class.getName();

    private final Sessions sessions;

    SessionFilter(Sessions sessions) {
        this.sessions = sessions;
    }

    /** The session of a request to a page; null before sign-in. */
    static @Nullable Session of(ServerWebExchange exchange) {
        return exchange.getAttribute(ATTRIBUTE);
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        Area area = Area.of(exchange.getRequest().getPath().pathWithinApplication());
        return area == null ? chain.filter(exchange) : inside(area, exchange, chain);
    }

    private Mono<Void> inside(Area area, ServerWebExchange exchange, WebFilterChain chain) {
        Mono<Session> found =
                Mono.justOrEmpty(SessionCookie.read(exchange, area)).flatMap(sessions::find);
        return found.map(session -> signedIn(area, session, exchange, chain))
                .switchIfEmpty(Mono.fromSupplier(() -> signedOut(area, exchange, chain)))
                .flatMap(next -> next);
    }

    private static Mono<Void> signedIn(Area area, Session session, ServerWebExchange exchange, WebFilterChain chain) {
        exchange.getAttributes().put(ATTRIBUTE, session);
        session.caller().attach(exchange);
        Mono<Void> next = Mono.defer(() -> chain.filter(exchange));
        Mono<Void> checked =
                isSafe(exchange) ? next : proof(area, session, exchange).then(next);
        return checked.contextWrite(session.caller()::in);
    }

    private static Mono<Void> signedOut(Area area, ServerWebExchange exchange, WebFilterChain chain) {
        if (!area.isOpen(exchange.getRequest().getPath().pathWithinApplication())) {
            return toSignIn(area, exchange);
        }
        return isSafe(exchange) || isFromOurSite(exchange.getRequest())
                ? chain.filter(exchange)
                : Mono.error(SessionFilter::foreignForm);
    }

    private static Mono<Void> toSignIn(Area area, ServerWebExchange exchange) {
        ServerHttpRequest request = exchange.getRequest();
        ServerHttpResponse response = exchange.getResponse();
        String back = isSafe(exchange) && !isFragment(request)
                ? "?to=" + URLEncoder.encode(pathAndQuery(request.getURI()), StandardCharsets.UTF_8)
                : "";
        if (isFragment(request)) {
            response.setStatusCode(HttpStatus.UNAUTHORIZED);
            response.getHeaders().set("HX-Redirect", area.signIn());
        } else {
            response.setStatusCode(HttpStatus.SEE_OTHER);
            response.getHeaders().setLocation(URI.create(area.signIn() + back));
        }
        return response.setComplete();
    }

    private static String pathAndQuery(URI uri) {
        return uri.getRawQuery() == null ? uri.getRawPath() : uri.getRawPath() + "?" + uri.getRawQuery();
    }

    /** Whoever signs in again, perhaps as somebody else, has no form of this session. */
    private static Mono<Void> proof(Area area, Session session, ServerWebExchange exchange) {
        ServerHttpRequest request = exchange.getRequest();
        return area.isOpen(request.getPath().pathWithinApplication()) && isFromOurSite(request)
                ? Mono.empty()
                : fromOurForm(session, exchange);
    }

    private static Mono<Void> fromOurForm(Session session, ServerWebExchange exchange) {
        String header = exchange.getRequest().getHeaders().getFirst(HEADER);
        Mono<String> shown = header != null
                ? Mono.just(header)
                : exchange.getFormData().flatMap(form -> Mono.justOrEmpty(form.getFirst(FORM_FIELD)));
        return shown.filter(token -> isFromOurSite(exchange.getRequest()) && matches(token, session))
                .switchIfEmpty(Mono.error(SessionFilter::foreignForm))
                .then();
    }

    private static boolean matches(String token, Session session) {
        return MessageDigest.isEqual(
                token.getBytes(StandardCharsets.UTF_8), session.formToken().getBytes(StandardCharsets.UTF_8));
    }

    /** Browsers say where a request comes from; what says nothing is no browser of these years. */
    private static boolean isFromOurSite(ServerHttpRequest request) {
        String site = request.getHeaders().getFirst("Sec-Fetch-Site");
        return site == null || site.equals("same-origin") || site.equals("none");
    }

    private static boolean isSafe(ServerWebExchange exchange) {
        HttpMethod method = exchange.getRequest().getMethod();
        return method == HttpMethod.GET || method == HttpMethod.HEAD;
    }

    /** Whether a script asks for a part of a page. */
    static boolean isFragment(ServerHttpRequest request) {
        return request.getHeaders().containsHeader("HX-Request");
    }

    private static Problem foreignForm() {
        return Problem.forbidden("This form was not sent from a page of yours, or from a page of an earlier session."
                + " Nothing was changed. Open the page again and repeat it there.");
    }
}
