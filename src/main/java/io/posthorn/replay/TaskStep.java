package io.posthorn.replay;

import io.posthorn.endpoint.Endpoint;
import io.posthorn.endpoint.EndpointSnapshot;
import io.posthorn.ledger.Candidate;
import io.posthorn.ledger.Redeliveries;
import io.posthorn.replay.Sweeps.Swept;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * One page of one background task in one transaction: the task is locked, its page looked at, what is meant is queued,
 * and the cursor moved. Where a node dies in between, nothing of the page has happened, and the next node to look does
 * it; so nothing is skipped and nothing queued twice, and no lease is needed.
 */
@Component
final class TaskStep {

    private static final int PAGE = 500;
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Tasks tasks;
    private final Redeliveries redeliveries;
    private final Meant meant;
    private final Sweeps sweeps;
    private final EndpointSnapshot endpoints;
    private final TransactionalOperator transactions;

    TaskStep(
            Tasks tasks,
            Redeliveries redeliveries,
            Meant meant,
            Sweeps sweeps,
            EndpointSnapshot endpoints,
            TransactionalOperator transactions) {
        this.tasks = tasks;
        this.redeliveries = redeliveries;
        this.meant = meant;
        this.sweeps = sweeps;
        this.endpoints = endpoints;
        this.transactions = transactions;
    }

    /** Does the next page of whichever task is due; emits what came of it, empty when none is due. */
    Mono<Done> next() {
        return transactions
                .transactional(tasks.lockNext().flatMap(this::page))
                .doOnNext(done -> redeliveries.announce());
    }

    /**
     * What came of a page.
     *
     * @param ended whether the task has ended with it
     */
    record Done(BackgroundTask task, long count, boolean ended) {}

    private Mono<Done> page(BackgroundTask task) {
        return switch (task.kind()) {
            case PURGE -> sweeps.purge(task, limit(task)).flatMap(swept -> moveOn(task, swept));
            case HANDLE, REOPEN -> sweeps.handle(task, limit(task)).flatMap(swept -> moveOn(task, swept));
            case ERASE -> sweeps.erase(task, limit(task)).flatMap(swept -> moveOn(task, swept));
            case RECOVER, REPLAY, BULK_REPLAY -> replay(task);
        };
    }

    private Mono<List<Candidate>> look(BackgroundTask task) {
        return redeliveries.candidates(task.selection(), task.reached(), limit(task));
    }

    private static int limit(BackgroundTask task) {
        return task.perSecond() == null ? PAGE : Math.min(PAGE, task.perSecond());
    }

    private Mono<Done> replay(BackgroundTask task) {
        UUID id = task.selection().endpointId();
        Optional<Endpoint> endpoint = id == null ? Optional.empty() : endpoints.find(id);
        return endpoint.filter(found -> !found.disabled())
                .map(found -> look(task).flatMap(page -> queue(task, page, found)
                        .flatMap(queued -> moveOn(task, Swept.of(task, page, queued, limit(task))))))
                .orElseGet(() -> giveUp(task, endpoint.isPresent()));
    }

    private Mono<Long> queue(BackgroundTask task, List<Candidate> page, Endpoint endpoint) {
        return meant.of(task.selection(), page, endpoint)
                .flatMap(messages -> redeliveries.queue(task.selection(), messages));
    }

    private Mono<Done> moveOn(BackgroundTask task, Swept swept) {
        return tasks.advance(task.id(), swept.reached(), swept.looked(), swept.done(), pause(task, swept.done()))
                .then(Mono.defer(
                        () -> swept.last() ? tasks.end(task.id(), TaskStatus.FINISHED, null) : Mono.just(true)))
                .thenReturn(new Done(task, swept.done(), swept.last()));
    }

    private static Duration pause(BackgroundTask task, long count) {
        return task.perSecond() == null
                ? Duration.ZERO
                : SECOND.multipliedBy(count).dividedBy(task.perSecond());
    }

    private Mono<Done> giveUp(BackgroundTask task, boolean disabled) {
        String reason = disabled ? "the endpoint is disabled; enable it and begin again" : "the endpoint was deleted";
        return tasks.end(task.id(), TaskStatus.FAILED, reason).thenReturn(new Done(task, 0, true));
    }
}
