package io.posthorn.ledger;

import io.r2dbc.postgresql.api.PostgresqlConnection;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * What one group commit writes.
 *
 * @param <I> an item
 * @param <R> what its caller is told
 */
interface GroupWriter<I, R> {

    /** What the item weighs in queue and group, in bytes. */
    long weight(I item);

    /**
     * Writes the group inside a transaction that is open and will be committed by the caller.
     *
     * @param configVersion emits the configuration version that the group commits under, as soon as the server has
     *     answered; what does not depend on it is sent without waiting for it
     * @return one result per item, in the items' order; errors with {@link WrongPresumptionException} when the same group
     *     is to be written again in a new transaction, which must not happen twice in a row
     */
    Mono<List<R>> write(PostgresqlConnection connection, List<I> group, Mono<Long> configVersion);

    /** Whether a group whose COMMIT got no answer was committed; asked when its backend is known to be gone. */
    Mono<Boolean> wasCommitted(PostgresqlConnection connection, List<I> group);

    /** Keeps the books right after the commit and before the next group is written; quick, never throws. */
    default void committed(List<I> group, List<R> results) {}

    /** Hands the group on, elsewhere than on the database's event loop; quick, never throws. */
    default void handOn(List<I> group, List<R> results, WrittenAs written) {}

    /** Hears that the item was not committed and never will be. */
    default void lost(I item) {}
}
