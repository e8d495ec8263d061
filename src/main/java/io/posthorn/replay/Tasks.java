package io.posthorn.replay;

import io.posthorn.access.Caller;
import io.posthorn.api.Page;
import io.posthorn.api.PageRequest;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The background tasks as they are stored. */
interface Tasks {

    /**
     * Stores a new task, which any node may take up from then on.
     *
     * @param requestKey what makes the request for it unique in the organization; or null
     * @return the task, or the one that was stored for the same request before
     */
    Mono<BackgroundTask> create(BackgroundTask task, @Nullable String requestKey);

    /** A task of the caller's organization and applications; empty when there is none. */
    Mono<BackgroundTask> find(Caller caller, UUID id);

    /** A page of those tasks. */
    Mono<Page<BackgroundTask>> list(
            Caller caller, @Nullable TaskStatus status, @Nullable TaskKind kind, PageRequest page);

    /**
     * Takes the running task that has waited longest for its next page, and locks it until the end of the subscriber's
     * transaction; those that another node is at are passed over. Empty when there is none.
     */
    Mono<BackgroundTask> lockNext();

    /** Writes how far the locked task has come, and when its next page may be at the earliest. */
    Mono<Void> advance(UUID id, UUID reached, long lookedAt, long done, Duration pause);

    /** Takes away tasks that ended longer ago than this, a few thousand at a time; emits how many. */
    Mono<Long> removeEnded(Duration keptFor);

    /** Ends a task that runs; emits whether it did. */
    Mono<Boolean> end(UUID id, TaskStatus status, @Nullable String reason);
}
