package io.posthorn.ingest;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import io.posthorn.api.JsonBody;
import io.posthorn.api.QueryParameters;
import io.posthorn.ingest.Publisher.Key;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * {@code POST /api/v1/app/{app_id}/msg}: answers 202 once the message is committed. Most requests do not come here:
 * {@link PublishRoute} takes them.
 */
@RestController
final class PublishController {

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
        Key key = Key.of(request.getHeaders());
        String trace = traces.of(request.getHeaders());
        return JsonBody.read(request, properties.maxBodyBytes())
                .doOnError(publisher::rejected)
                .flatMap(body -> publisher.publish(caller, app, body, key, trace))
                .flatMap(accepted -> PublishAnswers.write(accepted, withContent, exchange.getResponse()));
    }
}
