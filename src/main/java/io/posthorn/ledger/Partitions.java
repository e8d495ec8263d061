package io.posthorn.ledger;

import io.posthorn.postgres.DirectConnections;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.spi.R2dbcException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/**
 * The ledger's partitions: makes them ahead of time and takes them away with what belongs to them. Every step may be
 * the last one before a crash, and calling again goes on from there. One node at a time does either.
 */
public final class Partitions {

    private static final Logger LOG = LoggerFactory.getLogger(Partitions.class);
    private static final String MESSAGES = "message";
    private static final List<String> TABLES = List.of(MESSAGES, "attempt");
    private static final long ENSURING = 0x706f_7374_0001L;
    private static final long DROPPING = 0x706f_7374_0002L;

    private final DirectConnections connections;
    private final Duration width;
    private final Scheduler scheduler;

    /**
     * The partitions of one database.
     *
     * @param width the span of time that each new partition holds; whole minutes
     * @param scheduler for the pauses before trying again
     */
    public Partitions(DirectConnections connections, Duration width, Scheduler scheduler) {
        this.connections = connections;
        this.width = width;
        this.scheduler = scheduler;
    }

    /** The database's own time, which decides what today is. */
    public Mono<Instant> now() {
        return onTables(R2dbcPartitionTables::now);
    }

    /**
     * What time there is room for.
     *
     * @param from where the oldest partition begins
     * @param until up to when every moment from now on has a place in every table
     * @param partitions of messages
     */
    record Room(Instant from, Instant until, int partitions) {

        private static Room of(Collection<Partition> partitions, Instant now) {
            Instant first = partitions.stream()
                    .map(Partition::start)
                    .min(Comparator.naturalOrder())
                    .orElse(now);
            return new Room(first, Partition.endWithoutGap(partitions, now), partitions.size());
        }

        private Room within(Room other) {
            return until.isAfter(other.until) ? new Room(from, other.until, partitions) : this;
        }
    }

    /** What time there is room for, now. */
    Mono<Room> room() {
        return onTables(tables -> tables.now().flatMap(now -> Flux.fromIterable(TABLES)
                .concatMap(table -> tables.attached(table).collectList())
                .map(partitions -> Room.of(partitions, now))
                .reduce(Room::within)));
    }

    /** As {@link #ensure}, from so long ago to so far ahead by the database's clock. */
    public Mono<Long> ensureAround(Duration back, Duration ahead) {
        return now().flatMap(now -> ensure(now.minus(back), now.plus(ahead)));
    }

    /** Makes what is missing so that identifiers of every moment of the span have a place; returns how many it made. */
    public Mono<Long> ensure(Instant from, Instant to) {
        return missing(from, to)
                .flatMap(missing -> missing == 0 ? Mono.just(0L) : onTables(tables -> ensure(tables, from, to)))
                .retryWhen(whileLocksAreTaken());
    }

    private Mono<Long> missing(Instant from, Instant to) {
        return onTables(tables -> Flux.fromIterable(TABLES)
                .concatMap(table -> gaps(tables, table, from, to))
                .count());
    }

    private Mono<Long> ensure(R2dbcPartitionTables tables, Instant from, Instant to) {
        return tables.lock(ENSURING)
                .thenMany(Flux.fromIterable(TABLES))
                .concatMap(
                        table -> gaps(tables, table, from, to).concatMap(partition -> create(tables, table, partition)))
                .count();
    }

    private Flux<Partition> gaps(R2dbcPartitionTables tables, String table, Instant from, Instant to) {
        return tables.attached(table).collectList().flatMapIterable(existing -> new PartitionGaps(table, width)
                .between(existing, from, to));
    }

    private static Mono<Partition> create(R2dbcPartitionTables tables, String table, Partition partition) {
        return Mono.defer(() -> tables.create(table, partition)).thenReturn(partition);
    }

    /** As {@link #dropBefore(Instant, Instant)}, with no more time for what still waits. */
    public Mono<Long> dropBefore(Instant cutoff) {
        return dropBefore(cutoff, cutoff);
    }

    /**
     * Takes away every partition that ends at or before the moment, but not one with a message for which something
     * still waits, nor those after it: these stay for as long as that is so, but not beyond the latest moment. What
     * still waits then is ended with a record first; what ended is forgotten after its message.
     *
     * @param latest nothing from before it stays, whatever waits
     * @return how many tables were dropped; 0 also when another node is at it
     */
    public Mono<Long> dropBefore(Instant cutoff, Instant latest) {
        return onConnection(connection -> R2dbcPartitionTables.on(connection).flatMap(tables -> tables.tryLock(DROPPING)
                        .filter(locked -> locked)
                        .flatMap(_ -> sweep(tables, new R2dbcRetention(connection), cutoff, latest))))
                .defaultIfEmpty(0L)
                .retryWhen(whileLocksAreTaken());
    }

    private Mono<Long> sweep(R2dbcPartitionTables tables, R2dbcRetention retention, Instant cutoff, Instant latest) {
        return latest.isBefore(cutoff)
                ? retention.oldestWaiting().defaultIfEmpty(cutoff).flatMap(waiting -> {
                    Instant kept = waiting.isBefore(latest) ? latest : waiting;
                    return sweep(tables, retention, kept.isBefore(cutoff) ? kept : cutoff)
                            .doOnNext(_ -> tellWhatIsKept(kept, cutoff, latest));
                })
                : sweep(tables, retention, cutoff);
    }

    private static void tellWhatIsKept(Instant kept, Instant cutoff, Instant latest) {
        if (kept.isBefore(cutoff)) {
            LOG.warn(
                    "messages from {} on stay although they are from before {}, because deliveries of them still wait;"
                            + " what waits for messages from before {} is discarded",
                    kept,
                    cutoff,
                    latest);
        }
    }

    private Mono<Long> sweep(R2dbcPartitionTables tables, R2dbcRetention retention, Instant cutoff) {
        return goneBefore(tables, cutoff).flatMap(gone -> endUnfinished(retention, gone)
                .then(Mono.defer(() -> dropTables(tables, cutoff)))
                .delayUntil(_ -> tables.now().flatMap(now -> forget(retention, gone, Duration.between(cutoff, now)))));
    }

    /** Where the partitions that stay begin: of messages before it nothing will be left. */
    private static Mono<Instant> goneBefore(R2dbcPartitionTables tables, Instant cutoff) {
        return tables.attached(MESSAGES)
                .filter(partition -> !isOver(partition, cutoff))
                .map(Partition::start)
                .concatWithValues(cutoff)
                .reduce((one, other) -> one.isBefore(other) ? one : other);
    }

    private static boolean isOver(Partition partition, Instant cutoff) {
        return partition.detaching() || !partition.end().isAfter(cutoff);
    }

    private static Mono<Void> endUnfinished(R2dbcRetention retention, Instant gone) {
        return retention
                .endPending(Partition.boundAt(gone))
                .zipWhen(_ -> retention.endWaiting(Partition.boundAt(gone)))
                .filter(ended -> ended.getT1() + ended.getT2() > 0)
                .doOnNext(ended -> LOG.warn(
                        "{} messages and {} waiting deliveries from before {} were not finished; they are older than"
                                + " messages are kept, and end now with the reason '{}'",
                        ended.getT1(),
                        ended.getT2(),
                        gone,
                        R2dbcRetention.REASON))
                .then();
    }

    private static Mono<Long> dropTables(R2dbcPartitionTables tables, Instant cutoff) {
        return Flux.fromIterable(TABLES)
                .concatMap(table -> detachOver(tables, table, cutoff).thenMany(dropUnattached(tables, table, cutoff)))
                .doOnNext(dropped -> LOG.info("{} is dropped; everything in it was from before {}", dropped, cutoff))
                .count();
    }

    private static Mono<Void> detachOver(R2dbcPartitionTables tables, String table, Instant cutoff) {
        // A half detached partition comes first: PostgreSQL does not begin with another before that one is done.
        return tables.attached(table)
                .filter(partition -> isOver(partition, cutoff))
                .sort(Comparator.comparing(Partition::detaching).reversed())
                .concatMap(partition -> tables.detach(table, partition))
                .then();
    }

    private static Flux<String> dropUnattached(R2dbcPartitionTables tables, String table, Instant cutoff) {
        return Flux.defer(() -> tables.unattached(table).collectList().flatMapIterable(Function.identity()))
                .filter(name -> Partition.startOf(table, name)
                        .filter(start -> start.isBefore(cutoff))
                        .isPresent())
                .concatMap(name -> tables.drop(name).thenReturn(name));
    }

    private static Mono<Void> forget(R2dbcRetention retention, Instant gone, Duration kept) {
        Instant recordsBefore = kept.isNegative() ? gone : gone.minus(kept);
        return retention
                .forgetEnded(Partition.boundAt(gone), Partition.boundAt(recordsBefore))
                .then(Mono.defer(retention::forgetKeys))
                .then();
    }

    private <T> Mono<T> onTables(Function<R2dbcPartitionTables, Mono<T>> work) {
        return onConnection(connection -> R2dbcPartitionTables.on(connection).flatMap(work));
    }

    private <T> Mono<T> onConnection(Function<PostgresqlConnection, Mono<T>> work) {
        return Mono.usingWhen(connections.open("partitions"), work, PostgresqlConnection::close);
    }

    private Retry whileLocksAreTaken() {
        return Retry.backoff(8, Duration.ofMillis(250))
                .maxBackoff(Duration.ofSeconds(5))
                .scheduler(scheduler)
                .filter(Partitions::isLockConflict)
                .onRetryExhaustedThrow((_, signal) -> signal.failure());
    }

    /** SQLSTATE 55P03: the lock was not to be had in time; 40P01: a deadlock. */
    private static boolean isLockConflict(Throwable failure) {
        return failure instanceof R2dbcException refused
                && ("55P03".equals(refused.getSqlState()) || "40P01".equals(refused.getSqlState()));
    }
}
