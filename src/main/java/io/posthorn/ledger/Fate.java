package io.posthorn.ledger;

import java.util.function.Function;

/**
 * What became of one of several items that were written together.
 *
 * @param <I> the item
 * @param <R> what is told of it when it was written
 */
public sealed interface Fate<I, R> {

    /** The one it is about. */
    I item();

    /** It was written and committed. */
    record Written<I, R>(I item, R result) implements Fate<I, R> {}

    /** It was not written, and will not be. */
    record Lost<I, R>(I item, RuntimeException reason) implements Fate<I, R> {}

    /** The same, told of what the function makes of the item. */
    default <J> Fate<J, R> mapItem(Function<? super I, ? extends J> function) {
        return switch (this) {
            case Written<I, R>(I item, R result) -> new Written<>(function.apply(item), result);
            case Lost<I, R>(I item, RuntimeException reason) -> new Lost<>(function.apply(item), reason);
        };
    }
}
