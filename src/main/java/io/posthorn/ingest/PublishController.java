package io.posthorn.ingest;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import io.posthorn.api.IdempotencyKeys;
import io.posthorn.api.JsonBody;
import io.posthorn.ingest.Ingest.Accepted;
import io.posthorn.ingest.Publisher.Key;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
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

    @Requires(Permission.PUBLISH)
    @PostMapping("/api/v1/app/{app_id}/msg")
    Mono<ResponseEntity<byte[]>> publish(
            Caller caller,
            @PathVariable("app_id") String app,
            @RequestParam(name = "with_content", defaultValue = "true") boolean withContent,
            ServerHttpRequest request) {
        Key key = IdempotencyKeys.of(request.getHeaders())
                .map(text -> new Key("publish", text))
                .orElse(null);
        String trace = traces.of(request.getHeaders());
        return JsonBody.read(request, properties.maxBodyBytes())
                .doOnError(publisher::rejected)
                .flatMap(body -> publisher.publish(caller, app, body, key, trace))
                .map(accepted -> answer(accepted, withContent));
    }

    private static ResponseEntity<byte[]> answer(Accepted accepted, boolean withContent) {
        ResponseEntity.BodyBuilder answer =
                ResponseEntity.status(HttpStatus.ACCEPTED).contentType(MediaType.APPLICATION_JSON);
        if (accepted.repeated()) {
            answer.header(REPLAYED, "true");
        }
        return answer.body(accepted.json(withContent));
    }
}
