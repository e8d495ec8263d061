package io.posthorn.api;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers every error of every path with a problem document, whoever raised it: filters, routing, argument reading,
 * controllers. What nobody foresaw is logged with an id, and the answer has the id and nothing else of it.
 */
final class ProblemExceptionHandler implements WebExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemExceptionHandler.class);

    private final JsonMapper json;

    ProblemExceptionHandler(JsonMapper json) {
        this.json = json;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable thrown) {
        if (exchange.getResponse().isCommitted()) {
            return Mono.error(thrown);
        }
        return ProblemTranslation.of(thrown, exchange.getRequest())
                .map(problem -> BodyWatchFilter.settled(exchange)
                        .then(Mono.defer(() -> answer(exchange.getResponse(), problem, null))))
                .orElseGet(() -> answerUnforeseen(exchange, thrown));
    }

    private Mono<Void> answerUnforeseen(ServerWebExchange exchange, Throwable thrown) {
        String id = UUID.randomUUID().toString();
        LOG.error(
                "{} {} failed with something nobody foresaw; the caller gets a 500 that names {}",
                exchange.getRequest().getMethod(),
                exchange.getRequest().getPath(),
                id,
                thrown);
        Problem problem = Problem.ofStatus(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "Something failed on our side; it is logged as " + id + ". Try again, and if it stays, report that id.",
                HttpHeaders.EMPTY);
        return answer(exchange.getResponse(), problem, "urn:uuid:" + id);
    }

    private Mono<Void> answer(ServerHttpResponse response, Problem problem, @Nullable String instance) {
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
