package io.posthorn.idempotency;

import java.net.URI;
import java.util.List;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** POSTs that make one thing, each answered with 201 and what a GET of the path and the thing's name answers. */
final class Creation {

    static final List<String> PATHS = List.of(
            "/api/v1/app",
            "/api/v1/app/{app_id}/endpoint",
            "/api/v1/event-type",
            "/api/v1/operational-webhook/endpoint",
            "/api/v1/organization");

    private static final List<PathPattern> PATTERNS =
            PATHS.stream().map(PathPatternParser.defaultInstance::parse).toList();

    private Creation() {}

    static boolean isOne(ServerHttpRequest request) {
        PathContainer path = request.getPath().pathWithinApplication();
        return request.getMethod().equals(HttpMethod.POST)
                && PATTERNS.stream().anyMatch(pattern -> pattern.matches(path));
    }

    /** The same exchange as if it asked for the thing of that name. */
    static ServerWebExchange shown(ServerWebExchange exchange, String name) {
        ServerHttpRequest request = exchange.getRequest();
        URI thing = URI.create(request.getPath().value() + "/" + name);
        return exchange.mutate()
                .request(request.mutate().method(HttpMethod.GET).uri(thing).build())
                .build();
    }
}
