package io.posthorn.ingest;

import io.posthorn.ingest.Acceptance.Accepted;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import reactor.core.publisher.Mono;

/** Writes the 202: by hand, since this is what an installation answers most, and converting results costs. */
final class PublishAnswers {

    private static final String REPLAYED = "Idempotent-Replayed";

    private PublishAnswers() {}

    static Mono<Void> write(Accepted accepted, boolean withContent, ServerHttpResponse response) {
        if (accepted.repeated()) {
            response.getHeaders().set(REPLAYED, "true");
        }
        return write(accepted.json(withContent), response);
    }

    static Mono<Void> write(BatchResults results, ServerHttpResponse response) {
        return write(results.json(), response);
    }

    private static Mono<Void> write(byte[] body, ServerHttpResponse response) {
        response.setStatusCode(HttpStatus.ACCEPTED);
        response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
        response.getHeaders().setContentLength(body.length);
        return response.writeWith(Mono.just(response.bufferFactory().wrap(body)));
    }
}
