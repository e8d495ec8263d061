package io.posthorn.ingest;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code POST /api/v1/app/{app_id}/msg/batch}: up to 1,000 messages, each with its own result. */
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
    Mono<ResponseEntity<byte[]>> publish(
            Caller caller,
            @PathVariable("app_id") String app,
            @RequestParam(name = "with_content", defaultValue = "false") boolean withContent,
            ServerHttpRequest request) {
        BatchRequest batch = BatchRequest.of(request, caller, app, withContent, traces.of(request.getHeaders()));
        return publisher.publish(batch).map(BatchController::answer);
    }

    private static ResponseEntity<byte[]> answer(BatchResults results) {
        return ResponseEntity.status(HttpStatus.ACCEPTED)
                .contentType(MediaType.APPLICATION_JSON)
                .body(results.json());
    }
}
