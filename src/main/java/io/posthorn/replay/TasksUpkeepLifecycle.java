package io.posthorn.replay;

import io.posthorn.postgres.UpkeepLifecycle;
import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Takes away tasks that ended long ago, some each minute; each row by one node alone. */
final class TasksUpkeepLifecycle extends UpkeepLifecycle {

    private static final Duration EVERY = Duration.ofMinutes(1);

    private final Tasks tasks;
    private final Duration keptFor;

    TasksUpkeepLifecycle(Tasks tasks, Duration keptFor, Scheduler scheduler) {
        super(EVERY, scheduler, "remove old tasks");
        this.tasks = tasks;
        this.keptFor = keptFor;
    }

    /** Takes away some; emits how many. */
    @Override
    protected Mono<Long> keepUp() {
        return tasks.removeEnded(keptFor);
    }
}
