package io.posthorn.throttle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What this node knows of the others that its rates are shared with, and what it wants of them. Guarded by {@link Lanes}. */
final class Shares {

    /** Whether there are other nodes. */
    enum Mode {
        /** Not known yet: what is limited waits. */
        UNKNOWN,
        /** There are none: rates are kept here alone. */
        ALONE,
        /** There are some: moments are leased. */
        SHARED
    }

    private int nodes = 1;
    private boolean away;
    /** Read without the lock as well. */
    private volatile boolean wishing;

    private Map<String, Wish> wishes = new LinkedHashMap<>();
    private Map<String, Wish> underWay = new LinkedHashMap<>();

    private record Wish(Rate rate, int count) {}

    Mode mode() {
        return nodes == 0 ? Mode.UNKNOWN : nodes == 1 ? Mode.ALONE : Mode.SHARED;
    }

    int nodes() {
        return nodes;
    }

    /** Whether no lease is to be had at the moment. */
    boolean isAway() {
        return away;
    }

    /** Learns how many nodes there are, this one counted; 0 for not known. True when that changes anything. */
    boolean learn(int count) {
        boolean news = nodes != count;
        nodes = count;
        return news;
    }

    void ask(Rate rate, int count) {
        wishing = true;
        Wish before = wishes.put(rate.key(), new Wish(rate, count));
        if (before != null && before.rate() != rate) {
            before.rate().refused();
        }
    }

    boolean hasWishes() {
        return wishing;
    }

    /** What is wanted; the answer to it comes before the next call. */
    List<Leases.Asked> takeWishes() {
        wishing = false;
        refuseAll(underWay);
        underWay = wishes;
        wishes = new LinkedHashMap<>();
        return underWay.values().stream()
                .map(wish -> new Leases.Asked(wish.rate().key(), wish.rate().interval(), wish.count()))
                .toList();
    }

    /** What answers a wish; null for what nobody asked for. */
    @Nullable
    Rate answered(String key) {
        away = false;
        Wish wish = underWay.remove(key);
        return wish == null ? null : wish.rate();
    }

    /** No answer comes. True when that is new. */
    boolean goAway() {
        boolean news = !away;
        away = true;
        refuseAll(underWay);
        return news;
    }

    private static void refuseAll(Map<String, Wish> refused) {
        new ArrayList<>(refused.values()).forEach(wish -> wish.rate().refused());
        refused.clear();
    }
}
