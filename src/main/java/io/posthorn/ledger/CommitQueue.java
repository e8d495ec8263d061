package io.posthorn.ledger;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * What waits for the next flush: many producers, one consumer, bounded by weight. While a flush is on its way items
 * gather here; the next take gets all of them up to the group's own bounds, so groups grow with the load and no timer
 * is needed.
 */
final class CommitQueue<T> {

    private final ArrayDeque<T> items = new ArrayDeque<>();
    private final ToLongFunction<T> weight;
    private final long capacity;
    private long queued;
    private @Nullable MonoSink<List<T>> taker;
    private int takerItems;
    private long takerWeight;

    CommitQueue(ToLongFunction<T> weight, long capacity) {
        this.weight = weight;
        this.capacity = capacity;
    }

    /**
     * Adds the items, one right behind the other, as far as they fit; an item heavier than the whole queue still gets in
     * alone.
     *
     * @return how many were added, from the first on
     */
    int offer(List<T> offered) {
        MonoSink<List<T>> waiting;
        List<T> group;
        int added;
        synchronized (this) {
            added = add(offered);
            if (taker == null || added == 0) {
                return added;
            }
            waiting = taker;
            taker = null;
            group = drain();
        }
        waiting.success(group);
        return added;
    }

    private int add(List<T> offered) {
        int added = 0;
        for (T item : offered) {
            long weighs = weight.applyAsLong(item);
            if (queued > 0 && queued + weighs > capacity) {
                break;
            }
            items.add(item);
            queued += weighs;
            added++;
        }
        return added;
    }

    /** Emits the next group, of one item at least, as soon as there is one. One subscriber at a time. */
    Mono<List<T>> take(int maxItems, long maxWeight) {
        return Mono.create(sink -> await(sink, maxItems, maxWeight));
    }

    private void await(MonoSink<List<T>> sink, int maxItems, long maxWeight) {
        List<T> group;
        synchronized (this) {
            takerItems = maxItems;
            takerWeight = maxWeight;
            if (items.isEmpty()) {
                taker = sink;
                sink.onCancel(this::forgetTaker);
                return;
            }
            group = drain();
        }
        sink.success(group);
    }

    /** Lets a waiting taker go with an empty group. */
    void wakeTaker() {
        MonoSink<List<T>> waiting;
        synchronized (this) {
            waiting = taker;
            taker = null;
        }
        if (waiting != null) {
            waiting.success(List.of());
        }
    }

    private synchronized void forgetTaker() {
        taker = null;
    }

    private List<T> drain() {
        List<T> group = new ArrayList<>(Math.min(items.size(), takerItems));
        long taken = 0;
        for (T next = items.peek(); next != null && group.size() < takerItems; next = items.peek()) {
            long weighs = weight.applyAsLong(next);
            if (!group.isEmpty() && taken + weighs > takerWeight) {
                break;
            }
            taken += weighs;
            group.add(items.remove());
        }
        queued -= taken;
        return group;
    }

    synchronized boolean isEmpty() {
        return items.isEmpty();
    }

    synchronized long queuedWeight() {
        return queued;
    }
}
