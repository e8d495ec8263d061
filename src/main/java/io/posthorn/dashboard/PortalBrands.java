package io.posthorn.dashboard;

import io.posthorn.access.Caller;
import io.posthorn.access.Credential;
import io.posthorn.access.Permission;
import io.posthorn.access.Session;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpCookie;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * How the portal looks to whoever asks. A cookie remembers whose portal it was, so that the page after the end of a
 * visit looks the same and leads back.
 */
final class PortalBrands {

    /** Holds the organization's identifier, which lets nobody do anything. */
    static final String COOKIE = "posthorn_portal_of";

    private static final Members PLAIN = new Members(Map.of());

    private final Api api;

    PortalBrands(Api api) {
        this.api = api;
    }

    /** The branding of the organization, without members where it has none. */
    Mono<Members> of(ServerWebExchange exchange) {
        Caller caller = caller(exchange);
        return caller == null
                ? Mono.just(PLAIN)
                : api.get("/portal/branding")
                        .contextWrite(caller::in)
                        .map(Shown::of)
                        .onErrorReturn(PLAIN)
                        .defaultIfEmpty(PLAIN);
    }

    private static @Nullable Caller caller(ServerWebExchange exchange) {
        Session session = SessionFilter.of(exchange);
        if (session != null) {
            return session.caller();
        }
        HttpCookie cookie = exchange.getRequest().getCookies().getFirst(COOKIE);
        return cookie == null ? null : passerBy(cookie.getValue());
    }

    /** Somebody for whom no application exists. */
    private static @Nullable Caller passerBy(String organization) {
        try {
            return new Caller(
                    UUID.fromString(organization),
                    "a visit that ended",
                    Set.of(Permission.READ),
                    Set.of(),
                    new Credential(Credential.Kind.PORTAL, null, 0),
                    Set.of());
        } catch (IllegalArgumentException noIdentifier) {
            return null;
        }
    }
}
