package io.posthorn.dashboard;

import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.PathContainer;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;

/**
 * Tells browsers what pages may do: run our scripts and nothing else, be in nobody's frame, be kept by nobody. Whatever
 * text finds its way into a page, nothing of it is executed.
 */
final class PageHeadersFilter implements WebFilter {

    /** The whole of what a page may load, run, send to and be shown in. */
    static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
            + " font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static final String UNFRAMED = "frame-ancestors 'none'";

    private static final PathPattern ASSETS = PathPatternParser.defaultInstance.parse("/assets/**");

    /** It shows pictures that the portal shows, from wherever they come. */
    private static final PathPattern BRANDING =
            PathPatternParser.defaultInstance.parse(BrandingPagesController.PATH + "/**");

    private static final String PICTURED = POLICY.replace("img-src 'self' data:", "img-src 'self' data: https:");

    private final String portal;
    private final boolean framed;

    /** @param ancestors the sites that may show the portal in a frame */
    PageHeadersFilter(List<String> ancestors) {
        this.framed = !ancestors.isEmpty();
        this.portal = PICTURED.replace(UNFRAMED, framed ? "frame-ancestors " + String.join(" ", ancestors) : UNFRAMED);
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        PathContainer path = exchange.getRequest().getPath().pathWithinApplication();
        HttpHeaders headers = exchange.getResponse().getHeaders();
        Area area = Area.of(path);
        if (area != null) {
            headers.set("Content-Security-Policy", policy(area, path));
            if (area != Area.PORTAL || !framed) {
                headers.set("X-Frame-Options", "DENY");
            }
            headers.set("Cross-Origin-Opener-Policy", "same-origin");
            headers.set("Referrer-Policy", "no-referrer");
            headers.setCacheControl("no-store");
        }
        if (area != null || ASSETS.matches(path)) {
            headers.set("X-Content-Type-Options", "nosniff");
        }
        return chain.filter(exchange);
    }

    private String policy(Area area, PathContainer path) {
        if (area == Area.PORTAL) {
            return portal;
        }
        return BRANDING.matches(path) ? PICTURED : POLICY;
    }
}
