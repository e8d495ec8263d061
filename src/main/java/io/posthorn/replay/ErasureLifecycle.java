package io.posthorn.replay;

import io.posthorn.application.DeletedApplications;
import io.posthorn.application.DeletedApplications.Deleted;
import io.posthorn.postgres.UpkeepLifecycle;
import java.time.Duration;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Begins a task for each application that was deleted, once no node has anything of it in memory any more. */
final class ErasureLifecycle extends UpkeepLifecycle {

    private static final Duration EVERY = Duration.ofSeconds(20);
    /** Longer than all nodes take to hear of it, and than an attempt that was under way. */
    private static final Duration DELETED_FOR = Duration.ofMinutes(2);

    private final DeletedApplications deleted;
    private final Replays replays;
    private final TransactionalOperator transactions;

    ErasureLifecycle(
            DeletedApplications deleted, Replays replays, TransactionalOperator transactions, Scheduler scheduler) {
        super(EVERY, scheduler, "begin to erase deleted applications");
        this.deleted = deleted;
        this.replays = replays;
        this.transactions = transactions;
    }

    /** Begins all that are due, one after the other; emits how many. */
    @Override
    protected Mono<Long> keepUp() {
        return transactions
                .transactional(deleted.takeNext(DELETED_FOR).flatMap(this::begin))
                .hasElement()
                .repeat()
                .takeWhile(begun -> begun)
                .count();
    }

    private Mono<BackgroundTask> begin(Deleted application) {
        return replays.erase(application);
    }
}
