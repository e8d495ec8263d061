package io.posthorn.ingest;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import io.posthorn.api.IdempotencyKeys;
import io.posthorn.api.JsonBody;
import io.posthorn.api.QueryParameters;
import io.posthorn.ingest.Ingest.Accepted;
import io.posthorn.ingest.Publisher.Key;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** {@code POST /api/v1/app/{app_id}/msg}: answers 202 once the message is committed. */
@RestController
final class PublishController {

    private static final String REPLAYED = "Idempotent-Replayed";

    private final Publisher publisher;
    private final IngestProperties properties;
    private final TraceContext traces;

    PublishController(Publisher publisher, IngestProperties properties, TraceContext traces) {
        this.publisher = publisher;
        this.properties = properties;
        this.traces = traces;
    }

    /** Written by hand: this is what an installation does most, and converting arguments and results costs. */
    @Requires(Permission.PUBLISH)
    @PostMapping("/api/v1/app/{app_id}/msg")
    Mono<Void> publish(Caller caller, @PathVariable("app_id") String app, ServerWebExchange exchange) {
        ServerHttpRequest request = exchange.getRequest();
        boolean withContent = QueryParameters.read(request.getQueryParams(), "with_content", true);
        Key key = IdempotencyKeys.of(request.getHeaders())
                .map(text -> new Key("publish", text))
                .orElse(null);
        String trace = traces.of(request.getHeaders());
        return JsonBody.read(request, properties.maxBodyBytes())
                .doOnError(publisher::rejected)
                .flatMap(body -> publisher.publish(caller, app, body, key, trace))
                .flatMap(accepted -> answer(accepted, withContent, exchange.getResponse()));
    }

    private static Mono<Void> answer(Accepted accepted, boolean withContent, ServerHttpResponse response) {
        byte[] body = accepted.json(withContent);
        response.setStatusCode(HttpStatus.ACCEPTED);
        response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
        response.getHeaders().setContentLength(body.length);
        if (accepted.repeated()) {
            response.getHeaders().set(REPLAYED, "true");
        }
        return response.writeWith(Mono.just(response.bufferFactory().wrap(body)));
    }
}
