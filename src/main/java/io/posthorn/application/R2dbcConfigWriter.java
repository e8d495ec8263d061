package io.posthorn.application;

import io.posthorn.access.AuditTrail;
import io.posthorn.access.Caller;
import io.posthorn.access.Change;
import io.posthorn.api.KeyedWork;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.ReactiveTransaction;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

final class R2dbcConfigWriter implements ConfigWriter {

    private static final Duration READ_OWN_WRITE = Duration.ofSeconds(2);

    private final R2dbcConfigVersion version;
    private final TransactionalOperator transactions;
    private final ConfigReplica replica;
    private final AuditTrail audit;

    R2dbcConfigWriter(
            R2dbcConfigVersion version, TransactionalOperator transactions, ConfigReplica replica, AuditTrail audit) {
        this.version = version;
        this.transactions = transactions;
        this.replica = replica;
        this.audit = audit;
    }

    @Override
    public <T> Mono<T> change(LongFunction<Mono<T>> write, Function<? super T, Change> named) {
        return change(version -> write.apply(version)
                .flatMap(result -> noted(named.apply(result)).thenReturn(result)));
    }

    private Mono<Void> noted(Change change) {
        return audit.note(change).then(KeyedWork.tell(change.subject()));
    }

    @Override
    public <T> Mono<T> change(LongFunction<Mono<T>> write) {
        // Cancelling statements leaves connections in doubt; behind a cache a caller who goes away only stops watching.
        return Mono.deferContextual(context -> whole(write, Caller.of(context)).cache());
    }

    private <T> Mono<T> whole(LongFunction<Mono<T>> write, @Nullable Caller caller) {
        String name = caller == null ? "" : caller.name();
        // Not next(): it would cancel after the first element, and a cancelled transaction is rolled back.
        return transactions
                .execute(transaction -> version.raise(name).flatMap(raised -> write(write, raised, transaction)))
                .singleOrEmpty()
                .flatMap(this::settled);
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
