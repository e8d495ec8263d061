package io.posthorn.ingest;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * {@code POST /api/v1/app/{app_id}/msg/batch}: up to 1,000 messages, each with its own result. Most batches do not come
 * here: {@link PublishRoute} takes them.
 */
@RestController
final class BatchController {

    private final BatchPublisher publisher;
    private final TraceContext traces;

    BatchController(BatchPublisher publisher, TraceContext traces) {
        this.publisher = publisher;
        this.traces = traces;
    }

    @Requires(Permission.PUBLISH)
    @PostMapping("/api/v1/app/{app_id}/msg/batch")
    Mono<Void> publish(
            Caller caller,
            @PathVariable("app_id") String app,
            @RequestParam(name = "with_content", defaultValue = "false") boolean withContent,
            ServerWebExchange exchange) {
        ServerHttpRequest request = exchange.getRequest();
        BatchRequest batch = BatchRequest.of(request, caller, app, withContent, traces.of(request.getHeaders()));
        return publisher.publish(batch).flatMap(results -> PublishAnswers.write(results, exchange.getResponse()));
    }
}
