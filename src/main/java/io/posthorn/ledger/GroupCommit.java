package io.posthorn.ledger;

import io.r2dbc.postgresql.api.PostgresqlConnection;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/**
 * Turns single writes into transactions of many: while one flush is on its way to PostgreSQL, items queue; when it
 * returns, all that queued goes in the next. So a lone item waits for nothing and a flood pays one COMMIT per group.
 * Where that pays, a flood is left to gather a little longer ({@link Gathering}).
 *
 * <p>Implementation notes:
 *
 * <ol>
 *   <li>A flush belongs to this class. Whoever added an item only watches: its cancellation changes nothing.
 *   <li>Groups follow each other on one connection, so bookkeeping after a commit happens before the next write.
 *   <li>A flush is never cancelled, because a cancelled COPY leaves the connection broken or committed all the same.
 *       One that passes its deadline has its connection closed, and fails by itself.
 *   <li>After any error the transaction is rolled back; when that fails, the connection is replaced.
 *   <li>An unanswered COMMIT is resolved by reading the group back once its backend is gone.
 *   <li>What was done under one identity of this node is not written under the next: somebody else has that work.
 *   <li>Callers are completed elsewhere than on the database's event loop, after the next flush could begin.
 * </ol>
 *
 * @param <I> an item
 * @param <R> what its caller is told
 */
final class GroupCommit<I, R> {

    private static final Logger log = LoggerFactory.getLogger(GroupCommit.class);
    private static final Duration PAUSE_WHEN_AWAY = Duration.ofMillis(200);

    private final GroupCommitSettings settings;
    private final GroupWriter<I, R> writer;
    private final CommitConnection connection;
    private final CurrentNode node;
    private final Scheduler eventLoop;
    private final Scheduler callers;
    private final CommitQueue<Entry<I, R>> queue;
    private final CrashPoints crashPoints = CrashPoints.current();
    private volatile boolean closing;

    GroupCommit(
            GroupCommitSettings settings,
            GroupWriter<I, R> writer,
            CommitConnection connection,
            CurrentNode node,
            Scheduler eventLoop,
            Scheduler callers) {
        this.settings = settings;
        this.writer = writer;
        this.connection = connection;
        this.node = node;
        this.eventLoop = eventLoop;
        this.callers = callers;
        this.queue = new CommitQueue<>(entry -> writer.weight(entry.item()), settings.capacity());
    }

    /** Queues the item on subscription; emits its result once it is committed, or the reason why it never will be. */
    Mono<R> add(I item) {
        return queued(item, null);
    }

    /** As {@link #add}, for what may be written under this identity of the node only. */
    Mono<R> addAs(UUID identity, I item) {
        return queued(item, identity);
    }

    private Mono<R> queued(I item, @Nullable UUID identity) {
        return Mono.create(sink -> queue(List.of(new Entry<>(item, identity, Watcher.of(sink)))));
    }

    /**
     * Queues the items on subscription, one right behind the other, so that they share a group where its bounds allow.
     * Emits what became of each as it is decided; never an error.
     */
    Flux<Fate<I, R>> addAll(List<I> items) {
        return Flux.create(sink -> {
            Together<I, R> together = new Together<>(sink, items.size());
            queue(items.stream()
                    .map(item -> new Entry<>(item, null, together.watcherOf(item)))
                    .toList());
        });
    }

    private void queue(List<Entry<I, R>> entries) {
        for (Entry<I, R> tooMuch : entries.subList(queue.offer(entries), entries.size())) {
            writer.lost(tooMuch.item());
            tooMuch.watcher()
                    .lost(new LedgerUnavailableException(settings.name() + ": too much waits for the database", null));
        }
    }

    /** Flushes group after group until {@link #close}; the owner subscribes once. */
    Mono<Void> run() {
        return queue.take(settings.maxItems(), settings.maxWeight())
                .publishOn(eventLoop)
                .flatMap(group -> flush(group).then(rest(group)))
                .repeat(() -> !closing || !queue.isEmpty())
                .then(connection.discard());
    }

    private Mono<Void> rest(List<Entry<I, R>> group) {
        return Mono.defer(() -> {
            Duration rest = settings.gathering().after(group.size());
            return closing || rest.isZero()
                    ? Mono.empty()
                    : Mono.delay(rest, eventLoop).then();
        });
    }

    /** Ends {@link #run} after everything queued so far was flushed. */
    void close() {
        closing = true;
        queue.wakeTaker();
    }

    private Mono<Void> flush(List<Entry<I, R>> group) {
        return Mono.defer(() -> flush(group, node.id()));
    }

    private Mono<Void> flush(List<Entry<I, R>> group, UUID as) {
        List<Entry<I, R>> ours = group.stream().filter(entry -> entry.isOf(as)).toList();
        if (ours.size() < group.size()) {
            List<Entry<I, R>> formers =
                    group.stream().filter(entry -> !entry.isOf(as)).toList();
            return fail(formers, new FencedException(as)).then(flush(ours, as));
        }
        return group.isEmpty()
                ? Mono.empty()
                : Mono.defer(() -> write(group, as))
                        .onErrorResume(error -> recover(group, CommitFault.of(error)))
                        .onErrorResume(bug -> fail(group, new LedgerUnavailableException("the flush failed", bug)));
    }

    private Mono<Void> write(List<Entry<I, R>> group, UUID as) {
        List<I> items = group.stream().map(Entry::item).toList();
        long began = System.nanoTime();
        return connection
                .get()
                .flatMap(open -> transact(open, items, as))
                .doOnNext(done -> {
                    settings.listener().flushed(settings.name(), items.size(), System.nanoTime() - began);
                    settle(group, done);
                })
                .then();
    }

    private Mono<Committed<R>> transact(PostgresqlConnection open, List<I> items, UUID as) {
        Watchdog watchdog = new Watchdog(open, settings.deadline(), eventLoop);
        Mono<Long> version = FencedTransaction.begin(open, as).cache();
        return Pipelining.behind(version, writer.write(open, items, version))
                .doOnNext(results -> crashPoints.pass(settings.name() + ".copied"))
                .flatMap(results -> version.flatMap(known -> commit(open, results, new WrittenAs(as, known))))
                .onErrorResume(error -> rollback(open).then(Mono.error(error)))
                .doFinally(signal -> watchdog.dispose());
    }

    private Mono<Committed<R>> commit(PostgresqlConnection open, List<R> results, WrittenAs written) {
        return open.commitTransaction()
                .onErrorMap(error -> new CommitFault.InDoubtException(error, results, written))
                .thenReturn(new Committed<>(results, written));
    }

    /** Leaves the connection idle, or replaces it. */
    private Mono<Void> rollback(PostgresqlConnection open) {
        return open.rollbackTransaction()
                .then(open.createStatement("SELECT 1")
                        .execute()
                        .flatMap(result -> result.getRowsUpdated())
                        .then())
                .timeout(Duration.ofSeconds(1))
                .onErrorResume(error -> connection.discard());
    }

    private void settle(List<Entry<I, R>> group, Committed<R> done) {
        List<I> items = group.stream().map(Entry::item).toList();
        writer.committed(items, done.results());
        crashPoints.pass(settings.name() + ".committed");
        callers.schedule(() -> {
            writer.handOn(items, done.results(), done.written());
            for (int i = 0; i < group.size(); i++) {
                group.get(i).watcher().written(done.results().get(i));
            }
        });
    }

    private Mono<Void> recover(List<Entry<I, R>> group, CommitFault fault) {
        return switch (fault) {
            case CommitFault.BadRow bad when group.size() == 1 -> fail(group, new LedgerRefusedException(bad.cause()));
            case CommitFault.BadRow bad -> halves(group);
            case CommitFault.Collision collision -> again(group, Duration.ofMillis(5), collision.cause());
            case CommitFault.Presumed wrong -> flush(group);
            case CommitFault.Fenced fenced -> fail(group, fenced.cause());
            case CommitFault.Away away -> whenAway(group, away.cause());
            case CommitFault.InDoubt doubt -> resolve(group, doubt);
        };
    }

    private Mono<Void> halves(List<Entry<I, R>> group) {
        int middle = group.size() / 2;
        return flush(group.subList(0, middle)).then(flush(group.subList(middle, group.size())));
    }

    private Mono<Void> again(List<Entry<I, R>> group, Duration pause, Throwable cause) {
        log.warn("{}: {} rows will be written again in {}: {}", settings.name(), group.size(), pause, cause.toString());
        return Mono.delay(pause, eventLoop).then(flush(group));
    }

    private Mono<Void> whenAway(List<Entry<I, R>> group, Throwable cause) {
        if (settings.untilWritten() && !closing) {
            return connection.discard().then(again(group, PAUSE_WHEN_AWAY, cause));
        }
        log.warn(
                "{}: {} rows were not written, their callers are told: {}",
                settings.name(),
                group.size(),
                cause.toString());
        return connection.discard().then(fail(group, new LedgerUnavailableException("the database is away", cause)));
    }

    @SuppressWarnings("unchecked") // the doubt carries the results of this very group
    private Mono<Void> resolve(List<Entry<I, R>> group, CommitFault.InDoubt doubt) {
        log.warn("{}: COMMIT of {} rows got no answer, reading them back", settings.name(), group.size());
        List<I> items = group.stream().map(Entry::item).toList();
        Committed<R> done = new Committed<>((List<R>) doubt.results(), doubt.written());
        return connection
                .discard()
                .then(connection.afterLastBackendIsGone())
                .flatMap(open -> writer.wasCommitted(open, items))
                .onErrorResume(error -> connection.discard().then(Mono.error(error)))
                .retryWhen(Retry.backoff(Long.MAX_VALUE, PAUSE_WHEN_AWAY).maxBackoff(Duration.ofSeconds(2)))
                .publishOn(eventLoop)
                .flatMap(committed ->
                        committed ? Mono.fromRunnable(() -> settle(group, done)) : whenAway(group, doubt.cause()));
    }

    private Mono<Void> fail(List<Entry<I, R>> group, RuntimeException reason) {
        return Mono.fromRunnable(() -> callers.schedule(() -> group.forEach(entry -> {
            writer.lost(entry.item());
            entry.watcher().lost(reason);
        })));
    }

    private record Entry<I, R>(I item, @Nullable UUID identity, Watcher<R> watcher) {

        boolean isOf(UUID node) {
            return identity == null || identity.equals(node);
        }
    }

    private record Committed<R>(List<R> results, WrittenAs written) {}
}
