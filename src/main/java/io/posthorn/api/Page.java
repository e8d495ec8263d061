package io.posthorn.api;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a listing.
 *
 * @param data the items, in the listing's order
 * @param iterator hand this back as {@code iterator} for the next page; null on an empty page
 * @param prevIterator hand this back as {@code iterator} for the page before; null on an empty page
 * @param done whether nothing is left in the direction of the paging
 */
public record Page<T>(
        List<T> data, @Nullable String iterator, @Nullable String prevIterator, boolean done) {

    /**
     * The page out of the rows that {@link PageRequest#fetch} and {@link PageRequest#readsAscending} asked for.
     *
     * @param key what a cursor remembers of an item
     */
    public static <T> Page<T> of(List<T> fetched, PageRequest request, Function<? super T, String> key) {
        boolean done = fetched.size() <= request.limit();
        List<T> kept = done ? fetched : fetched.subList(0, request.limit());
        List<T> data = List.copyOf(request.backward() ? kept.reversed() : kept);
        return data.isEmpty()
                ? new Page<>(data, null, null, done)
                : new Page<>(data, key.apply(data.getLast()), "-" + key.apply(data.getFirst()), done);
    }

    /** The same page of what each item stands for. */
    public <R> Page<R> map(Function<? super T, ? extends R> mapping) {
        return new Page<>(data.stream().<R>map(mapping).toList(), iterator, prevIterator, done);
    }
}
