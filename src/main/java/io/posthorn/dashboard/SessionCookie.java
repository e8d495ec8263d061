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
    private final InstantSource clock;

    SessionCookie(String publicUrl, InstantSource clock) {
        this.publicUrlIsSecure = publicUrl.startsWith("https:");
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
        boolean secure = publicUrlIsSecure
                || "https".equals(exchange.getRequest().getURI().getScheme());
        return ResponseCookie.from(area.cookie(), value)
                .path(area.root())
                .httpOnly(true)
                .secure(secure)
                .sameSite("Lax")
                .maxAge(maxAge)
                .build();
    }
}
