package io.posthorn.access;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Remembers what a look-up found, and that it found nothing, for so short a time that a revocation is in force within
 * a second on every node. However many callers ask at once, one look-up runs.
 */
final class FreshLookups<V> {

    /** A look-up may take a moment as well, on a busy machine a long one, and all of it stays below a second. */
    private static final Duration FRESH = Duration.ofMillis(500);

    private static final int CAPACITY = 10_000;

    private final Function<String, Mono<V>> source;
    private final LongSupplier nanos;
    private final RecentlyUsed<String, Lookup<V>> recent = new RecentlyUsed<>(CAPACITY);

    FreshLookups(Function<String, Mono<V>> source, LongSupplier nanos) {
        this.source = source;
        this.nanos = nanos;
    }

    Mono<V> find(String key) {
        return Mono.defer(() -> recent.renew(key, before -> isFresh(before) ? before : begin(key))
                        .found())
                .flatMap(Mono::justOrEmpty);
    }

    /** What was found lately, without looking it up; null where that is nothing, not known or known for too long. */
    @Nullable
    V recall(String key) {
        Lookup<V> before = recent.peek(key);
        return before != null && isFresh(before) ? before.value() : null;
    }

    private boolean isFresh(@Nullable Lookup<V> lookup) {
        return lookup != null && !lookup.failed() && nanos.getAsLong() - lookup.begun() < FRESH.toNanos();
    }

    private Lookup<V> begin(String key) {
        return Lookup.of(
                nanos.getAsLong(),
                Mono.defer(() -> source.apply(key)).map(Optional::of).defaultIfEmpty(Optional.empty()));
    }

    /** What is looked up counts as of the moment the look-up began. A failure is not remembered. */
    private static final class Lookup<V> {

        private final long begun;
        private final Mono<Optional<V>> found;
        private volatile boolean failed;
        private volatile @Nullable V value;

        private Lookup(long begun, Mono<Optional<V>> source) {
            this.begun = begun;
            this.found = source.doOnNext(result -> value = result.orElse(null))
                    .doOnError(_ -> failed = true)
                    .cache();
        }

        static <V> Lookup<V> of(long begun, Mono<Optional<V>> source) {
            return new Lookup<>(begun, source);
        }

        long begun() {
            return begun;
        }

        Mono<Optional<V>> found() {
            return found;
        }

        @Nullable
        V value() {
            return value;
        }

        boolean failed() {
            return failed;
        }
    }
}
