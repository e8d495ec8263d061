package io.posthorn.replay;

import io.posthorn.ledger.Redeliveries;
import java.time.Duration;
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
    private final SelectedSends selected;
    private final NamedSends named;
    private final Sweeps sweeps;
    private final Redeliveries redeliveries;
    private final TransactionalOperator transactions;

    TaskStep(
            Tasks tasks,
            SelectedSends selected,
            NamedSends named,
            Sweeps sweeps,
            Redeliveries redeliveries,
            TransactionalOperator transactions) {
        this.tasks = tasks;
        this.selected = selected;
        this.named = named;
        this.sweeps = sweeps;
        this.redeliveries = redeliveries;
        this.transactions = transactions;
    }

    /** Does the next page of whichever task is due; emits what came of it, empty when none is due. */
    Mono<Done> next() {
        return transactions
                .transactional(tasks.lockNext().flatMap(task -> page(task).flatMap(swept -> moveOn(task, swept))))
                .doOnNext(done -> redeliveries.announce());
    }

    /**
     * What came of a page.
     *
     * @param ended whether the task has ended with it
     */
    record Done(BackgroundTask task, long count, boolean ended) {}

    private Mono<Swept> page(BackgroundTask task) {
        return switch (task.kind()) {
            case PURGE -> sweeps.purge(task, limit(task));
            case HANDLE, REOPEN -> sweeps.handle(task, limit(task));
            case ERASE -> sweeps.erase(task, limit(task));
            case RESEND -> named.page(task);
            case RECOVER, REPLAY, BULK_REPLAY -> selected.page(task, limit(task));
        };
    }

    private static int limit(BackgroundTask task) {
        return task.perSecond() == null ? PAGE : Math.min(PAGE, task.perSecond());
    }

    private Mono<Done> moveOn(BackgroundTask task, Swept swept) {
        return tasks.advance(task.id(), swept.reached(), swept.looked(), swept.done(), pause(task, swept.done()))
                .then(Mono.defer(() -> swept.last() ? end(task, swept) : Mono.just(true)))
                .thenReturn(new Done(task, swept.done(), swept.last()));
    }

    private Mono<Boolean> end(BackgroundTask task, Swept swept) {
        return swept.obstacle() == null
                ? tasks.end(task.id(), TaskStatus.FINISHED, null)
                : tasks.end(task.id(), TaskStatus.FAILED, swept.obstacle());
    }

    private static Duration pause(BackgroundTask task, long count) {
        return task.perSecond() == null
                ? Duration.ZERO
                : SECOND.multipliedBy(count).dividedBy(task.perSecond());
    }
}
