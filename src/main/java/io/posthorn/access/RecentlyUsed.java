package io.posthorn.access;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A map that forgets what was not asked for longest once it has its fill. Safe for many threads. */
final class RecentlyUsed<K, V> {

    private final Map<K, V> entries;

    RecentlyUsed(int capacity) {
        this.entries = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > capacity;
            }
        };
    }

    synchronized V get(K key, Function<K, V> maker) {
        return entries.computeIfAbsent(key, maker);
    }

    /** The value as it is now: what the function makes of the one before it, which may be null. */
    synchronized V renew(K key, UnaryOperator<@Nullable V> renewal) {
        V now = Objects.requireNonNull(renewal.apply(entries.get(key)));
        entries.put(key, now);
        return now;
    }

    synchronized void remove(K key, V value) {
        entries.remove(key, value);
    }

    synchronized @Nullable V peek(K key) {
        return entries.get(key);
    }
}
