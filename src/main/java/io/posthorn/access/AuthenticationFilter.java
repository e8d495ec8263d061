package io.posthorn.access;

import io.posthorn.api.Problem;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.PathContainer;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;

/**
 * Lets nobody into the API without a key that is known; health and the API's document are open. Paths are matched as routing matches them, so
 * no spelling of a path (escapes, matrix parameters) reaches a controller past this filter.
 */
final class AuthenticationFilter implements WebFilter {

    private static final String SCHEME = "Bearer ";
    private static final String APPLICATIONS = "/api/v1/app/";
    private static final PathPattern PROTECTED = PathPatternParser.defaultInstance.parse("/api/v1/**");
    private static final PathPattern HEALTH = PathPatternParser.defaultInstance.parse("/api/v1/health/**");
    private static final PathPattern DOCUMENT = PathPatternParser.defaultInstance.parse("/api/v1/openapi.json");

    private final KeyRing keys;
    private final RequestRates rates;
    private final FailedSignIns failures;

    AuthenticationFilter(KeyRing keys, RequestRates rates, FailedSignIns failures) {
        this.keys = keys;
        this.rates = rates;
        this.failures = failures;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (isOpen(exchange.getRequest().getPath().pathWithinApplication())) {
            return chain.filter(exchange);
        }
        return Mono.deferContextual(context -> authenticate(exchange, Caller.of(context)))
                .flatMap(caller -> goOn(caller, exchange, chain));
    }

    /** Pages ask the API from within this process, on behalf of somebody who was let in further up already. */
    private Mono<Caller> authenticate(ServerWebExchange exchange, @Nullable Caller known) {
        return known == null ? authenticate(exchange) : Mono.just(known);
    }

    private Mono<Void> goOn(Caller caller, ServerWebExchange exchange, WebFilterChain chain) {
        caller.attach(exchange);
        rates.admit(caller, exchange.getResponse().getHeaders());
        return chain.filter(exchange).contextWrite(caller::in);
    }

    /** Most requests are about an application, which is told at a glance. */
    private static boolean isOpen(PathContainer path) {
        return !path.value().startsWith(APPLICATIONS) && isOpenByPattern(path);
    }

    private static boolean isOpenByPattern(PathContainer path) {
        return !PROTECTED.matches(path) || HEALTH.matches(path) || DOCUMENT.matches(path);
    }

    private Mono<Caller> authenticate(ServerWebExchange exchange) {
        String key = presentedKey(exchange.getRequest().getHeaders());
        if (key == null) {
            return Mono.error(AuthenticationFilter::missingKey);
        }
        InetSocketAddress remote = exchange.getRequest().getRemoteAddress();
        failures.check(remote);
        return keys.find(key)
                .doOnNext(_ -> failures.succeeded(remote))
                .switchIfEmpty(Mono.error(() -> refused(remote)));
    }

    private Problem refused(@Nullable InetSocketAddress remote) {
        failures.failed(remote);
        return unknownKey();
    }

    /** The key as it came; null when there is none. */
    static @Nullable String presentedKey(HttpHeaders headers) {
        String header = headers.getFirst(HttpHeaders.AUTHORIZATION);
        return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? header.substring(SCHEME.length()).strip()
                : null;
    }

    static Problem missingKey() {
        return Problem.unauthenticated(
                "The request has no key. Send the header 'Authorization: Bearer <key>' with an API key.");
    }

    private static Problem unknownKey() {
        return Problem.unauthenticated("The key in the Authorization header is not known here, or no longer valid."
                + " Check that it belongs to this installation and was copied whole.");
    }
}
