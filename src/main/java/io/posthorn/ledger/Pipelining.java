package io.posthorn.ledger;

import java.util.List;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;

/**
 * Statements that go out behind one another without waiting for each other's answers, so that a transaction takes two
 * round trips and not one for each of its statements. All are waited for, even when the first has failed, since a
 * statement must not be cancelled while the server reads it. Of several errors the first tells the cause: the server
 * refuses whatever follows a failed statement.
 */
final class Pipelining {

    private Pipelining() {}

    /** Sends them in this order on subscription; completes when all are answered. */
    static Mono<Void> all(List<Mono<Void>> statements) {
        return Mono.whenDelayError(statements).onErrorMap(Exceptions::isMultiple, Pipelining::first);
    }

    /** Sends the second right behind the first; emits what the second does. */
    static <T> Mono<T> behind(Mono<?> first, Mono<T> second) {
        return Mono.zipDelayError(first, second)
                .onErrorMap(Exceptions::isMultiple, Pipelining::first)
                .map(both -> both.getT2());
    }

    private static Throwable first(Throwable several) {
        return Exceptions.unwrapMultiple(several).getFirst();
    }
}
