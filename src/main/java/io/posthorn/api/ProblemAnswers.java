package io.posthorn.api;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers an error with a problem document. What nobody foresaw is logged with an id, and the answer has the id and
 * nothing else of it.
 */
public final class ProblemAnswers {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAnswers.class);

    private final JsonMapper json;

    ProblemAnswers(JsonMapper json) {
        this.json = json;
    }

    /**
     * Writes the answer; errors with the error itself when another answer has begun already.
     *
     * @param settled to be waited for before a problem that was foreseen leaves
     */
    public Mono<Void> answer(
            ServerHttpRequest request, ServerHttpResponse response, Throwable thrown, Mono<Void> settled) {
        if (response.isCommitted()) {
            return Mono.error(thrown);
        }
        return ProblemTranslation.of(thrown, request)
                .map(problem -> settled.then(Mono.defer(() -> write(response, problem, null))))
                .orElseGet(() -> answerUnforeseen(request, response, thrown));
    }

    private Mono<Void> answerUnforeseen(ServerHttpRequest request, ServerHttpResponse response, Throwable thrown) {
        String id = UUID.randomUUID().toString();
        LOG.error(
                "{} {} failed with something nobody foresaw; the caller gets a 500 that names {}",
                request.getMethod(),
                request.getPath(),
                id,
                thrown);
        Problem problem = Problem.ofStatus(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "Something failed on our side; it is logged as " + id + ". Try again, and if it stays, report that id.",
                HttpHeaders.EMPTY);
        return write(response, problem, "urn:uuid:" + id);
    }

    private Mono<Void> write(ServerHttpResponse response, Problem problem, @Nullable String instance) {
        byte[] body = json.writeValueAsBytes(ProblemBody.of(problem, instance));
        response.setStatusCode(HttpStatusCode.valueOf(problem.status()));
        response.getHeaders().clearContentHeaders();
        response.getHeaders().putAll(problem.headers());
        response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        response.getHeaders().setContentLength(body.length);
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
    }
}
