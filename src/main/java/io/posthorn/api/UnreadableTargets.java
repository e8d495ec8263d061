package io.posthorn.api;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.http.MediaType;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.databind.json.JsonMapper;

/**
 * Gives a problem document to requests whose target is not a URI. Spring answers those with a bare 400 before any
 * filter or exception handler of its own, so this sits around all of it.
 */
final class UnreadableTargets implements NettyServerCustomizer {

    private static final Problem PROBLEM =
            Problem.malformed("The request's path or query is not a valid URI. Percent-encode what a URI cannot hold.");

    private final byte[] body;

    UnreadableTargets(JsonMapper json) {
        this.body = json.writeValueAsBytes(ProblemBody.of(PROBLEM, null));
    }

    @Override
    public HttpServer apply(HttpServer server) {
        return server.mapHandle(this::answerWhereNobodyDid);
    }

    private Mono<Void> answerWhereNobodyDid(Mono<Void> handled, Connection connection) {
        return connection instanceof HttpServerResponse response
                ? handled.then(Mono.defer(() -> answer(response)))
                : handled;
    }

    private Mono<Void> answer(HttpServerResponse response) {
        if (response.hasSentHeaders() || !response.status().equals(HttpResponseStatus.BAD_REQUEST)) {
            return Mono.empty();
        }
        return response.header(HttpHeaderNames.CONTENT_TYPE, MediaType.APPLICATION_PROBLEM_JSON_VALUE)
                .header(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(body.length))
                .sendByteArray(Mono.fromSupplier(body::clone))
                .then();
    }
}
