package io.posthorn.dashboard;

import io.posthorn.access.Session;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpCookie;
import org.springframework.http.ResponseCookie;
import org.springframework.web.server.ServerWebExchange;

/** The cookie that a session lives in: for our pages alone, out of reach of scripts and of other sites' forms. */
final class SessionCookie {

    private final boolean publicUrlIsSecure;
    private final boolean framed;
    private final InstantSource clock;

    /** @param framed whether the portal is shown in frames of other sites, where only such a cookie is kept */
    SessionCookie(String publicUrl, boolean framed, InstantSource clock) {
        this.publicUrlIsSecure = publicUrl.startsWith("https:");
        this.framed = framed;
        this.clock = clock;
    }

    static @Nullable String read(ServerWebExchange exchange, Area area) {
        HttpCookie cookie = exchange.getRequest().getCookies().getFirst(area.cookie());
        return cookie == null ? null : cookie.getValue();
    }

    void write(ServerWebExchange exchange, Area area, Session.Opened opened) {
        Duration lifetime = Duration.between(clock.instant(), opened.session().expiresAt());
        exchange.getResponse().addCookie(cookie(exchange, area, opened.cookie(), lifetime));
    }

    void clear(ServerWebExchange exchange, Area area) {
        exchange.getResponse().addCookie(cookie(exchange, area, "", Duration.ZERO));
    }

    private ResponseCookie cookie(ServerWebExchange exchange, Area area, String value, Duration maxAge) {
        return like(exchange, area, area.cookie(), value, maxAge);
    }

    /** Another cookie that is kept like the session's. */
    ResponseCookie like(ServerWebExchange exchange, Area area, String name, String value, Duration maxAge) {
        boolean foreign = framed && area == Area.PORTAL;
        boolean secure = foreign
                || publicUrlIsSecure
                || "https".equals(exchange.getRequest().getURI().getScheme());
        return ResponseCookie.from(name, value)
                .path(area.root())
                .httpOnly(true)
                .secure(secure)
                .sameSite(foreign ? "None" : "Lax")
                .partitioned(foreign)
                .maxAge(maxAge)
                .build();
    }
}
