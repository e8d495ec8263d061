package io.posthorn.api;

import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;

/**
 * Answers every error of every path with a problem document, whoever raised it: filters, routing, argument reading,
 * controllers.
 */
final class ProblemExceptionHandler implements WebExceptionHandler {

    private final ProblemAnswers answers;

    ProblemExceptionHandler(ProblemAnswers answers) {
        this.answers = answers;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable thrown) {
        return answers.answer(
                exchange.getRequest(),
                exchange.getResponse(),
                thrown,
                Mono.defer(() -> BodyWatchFilter.settled(exchange)));
    }
}
