package io.posthorn.application;

import java.time.Duration;
import java.util.function.LongFunction;
import org.springframework.transaction.ReactiveTransaction;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

final class R2dbcConfigWriter implements ConfigWriter {

    private static final Duration READ_OWN_WRITE = Duration.ofSeconds(2);

    private final R2dbcConfigVersion version;
    private final TransactionalOperator transactions;
    private final ConfigReplica replica;

    R2dbcConfigWriter(R2dbcConfigVersion version, TransactionalOperator transactions, ConfigReplica replica) {
        this.version = version;
        this.transactions = transactions;
        this.replica = replica;
    }

    @Override
    public <T> Mono<T> change(LongFunction<Mono<T>> write) {
        // Not next(): it would cancel after the first element, and a cancelled transaction is rolled back.
        Mono<T> whole = transactions
                .execute(transaction -> version.raise().flatMap(raised -> write(write, raised, transaction)))
                .singleOrEmpty()
                .flatMap(this::settled);
        // Cancelling statements leaves connections in doubt; behind a cache a caller who goes away only stops watching.
        return Mono.defer(whole::cache);
    }

    private static <T> Mono<Written<T>> write(LongFunction<Mono<T>> write, long raised, ReactiveTransaction tx) {
        return write.apply(raised)
                .map(result -> new Written<>(result, raised))
                .switchIfEmpty(Mono.fromRunnable(tx::setRollbackOnly));
    }

    private <T> Mono<T> settled(Written<T> written) {
        return replica.atLeast(written.version())
                .timeout(READ_OWN_WRITE, Mono.empty())
                .thenReturn(written.result());
    }

    private record Written<T>(T result, long version) {}
}
