package io.posthorn.application;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/**
 * This node's copy of the configuration, as new as one version of it or newer. It is made of parts that load what
 * changed; one load runs at a time, and whoever needs a newer version joins it.
 */
public final class ConfigReplica {

    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final Duration FIRST_RETRY = Duration.ofMillis(100);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(2);

    /** One kind of configuration that is kept in memory. */
    public interface Part {

        /**
         * Loads every row whose version is greater than {@code since}, and forgets those that are deleted. Rows are
         * read as they are now, not as of some version: what a row is skipped for, a later load brings.
         */
        Mono<Void> load(long since);
    }

    private final Supplier<Mono<Long>> newest;
    private final List<Part> parts;
    private final Scheduler scheduler;
    private final AtomicReference<@Nullable Mono<Long>> running = new AtomicReference<>();
    private volatile long version;

    /**
     * An empty copy, of version 0.
     *
     * @param newest reads the newest committed version
     * @param parts loaded in this order
     */
    public ConfigReplica(Supplier<Mono<Long>> newest, List<Part> parts, Scheduler scheduler) {
        this.newest = newest;
        this.parts = List.copyOf(parts);
        this.scheduler = scheduler;
    }

    /** The version that every part has at least; 0 before the first load. */
    public long version() {
        return version;
    }

    /** Loads what is committed and not yet here; errors when the database does not answer. */
    public Mono<Void> catchUp() {
        return Mono.defer(this::joinLoad).then();
    }

    /**
     * Completes once the copy is at least this new; at once when it already is. Tries until then, also while the
     * database is away, so a caller who cannot wait for ever sets a time-out.
     */
    public Mono<Void> atLeast(long wanted) {
        return version >= wanted ? Mono.empty() : Mono.defer(() -> loadUntil(wanted));
    }

    private Mono<Void> loadUntil(long wanted) {
        return Mono.defer(this::joinLoad)
                .repeatWhen(loads -> loads.takeWhile(_ -> version < wanted).delayElements(PAUSE, scheduler))
                .retryWhen(Retry.backoff(Long.MAX_VALUE, FIRST_RETRY)
                        .maxBackoff(LONGEST_RETRY)
                        .scheduler(scheduler))
                .then();
    }

    /** The load that runs, or else a new one; a subscriber who goes away does not stop it for the others. */
    private Mono<Long> joinLoad() {
        AtomicReference<@Nullable Mono<Long>> own = new AtomicReference<>();
        Mono<Long> mine = Mono.defer(this::load)
                .doOnTerminate(() -> running.compareAndSet(own.get(), null))
                .cache();
        own.set(mine);
        Mono<Long> other = running.compareAndExchange(null, mine);
        return other == null ? mine : other;
    }

    /** The version is read before the rows, so the rows are at least as new as it. */
    private Mono<Long> load() {
        return newest.get().flatMap(target -> target == version ? Mono.just(version) : loadParts(target));
    }

    private Mono<Long> loadParts(long target) {
        // A database that was restored to an earlier state may have given a number of ours to another change.
        long since = target < version ? 0 : version;
        return Flux.fromIterable(parts)
                .concatMap(part -> part.load(since))
                .then(Mono.fromCallable(() -> version = target));
    }
}
