package io.posthorn.ingest;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.posthorn.ingest.Acceptance.Accepted;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.AbstractServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponse;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/** Writes the 202: by hand, since this is what an installation answers most, and converting results costs. */
final class PublishAnswers {

    private static final String REPLAYED = "Idempotent-Replayed";

    private PublishAnswers() {}

    static Mono<Void> write(Accepted accepted, boolean withContent, ServerHttpResponse response) {
        return write(body(accepted, withContent, response), response);
    }

    static Mono<Void> write(BatchResults results, ServerHttpResponse response) {
        return write(results.json(), response);
    }

    /** Writes it straight to the server, past what Spring does for filters: for a response on which none waits to act. */
    static Mono<Void> writeBare(Accepted accepted, ServerHttpResponse response) {
        return writeBare(body(accepted, true, response), response);
    }

    /** As {@link #writeBare(Accepted, ServerHttpResponse)}. */
    static Mono<Void> writeBare(BatchResults results, ServerHttpResponse response) {
        return writeBare(results.json(), response);
    }

    private static byte[] body(Accepted accepted, boolean withContent, ServerHttpResponse response) {
        if (accepted.repeated()) {
            response.getHeaders().set(REPLAYED, "true");
        }
        return accepted.json(withContent);
    }

    /** The headers that are there already are the server's own ones, and go out as well. */
    private static Mono<Void> writeBare(byte[] body, ServerHttpResponse response) {
        HttpServerResponse bare = bare(response);
        return bare == null
                ? write(body, response)
                : bare.status(HttpResponseStatus.ACCEPTED)
                        .header(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                        .header(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(body.length))
                        .sendObject(Unpooled.wrappedBuffer(body))
                        .then();
    }

    private static @Nullable HttpServerResponse bare(ServerHttpResponse response) {
        return response instanceof AbstractServerHttpResponse own
                        && own.getNativeResponse() instanceof HttpServerResponse bare
                ? bare
                : null;
    }

    private static Mono<Void> write(byte[] body, ServerHttpResponse response) {
        response.setStatusCode(HttpStatus.ACCEPTED);
        response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
        response.getHeaders().setContentLength(body.length);
        return response.writeWith(Mono.just(response.bufferFactory().wrap(body)));
    }
}
