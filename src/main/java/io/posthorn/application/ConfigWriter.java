package io.posthorn.application;

import io.posthorn.access.Change;
import java.util.function.Function;
import java.util.function.LongFunction;
import reactor.core.publisher.Mono;

/** The one door for changes of the configuration. */
public interface ConfigWriter {

    /**
     * Makes one change in a transaction of its own: raises the configuration version, writes, commits, tells all
     * nodes, and waits a moment until this node's copy has it, so that the caller reads what it wrote. Changes run one
     * after the other over all nodes; what {@code write} reads is therefore still so when it writes. Once begun, a
     * change is not given up when its subscriber goes away.
     *
     * @param write gets the version that the changed rows must carry; when it completes empty or with an error nothing
     *     is committed
     */
    <T> Mono<T> change(LongFunction<Mono<T>> write);

    /**
     * The same, and the audit trail says in the same transaction who did it. When a request with an idempotency key makes
     * something by it, its key has the name of that from then on.
     *
     * @param named names the change from its result
     */
    <T> Mono<T> change(LongFunction<Mono<T>> write, Function<? super T, Change> named);
}
