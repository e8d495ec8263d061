package io.posthorn.replay;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Takes away tasks that ended long ago, some each minute; each row by one node alone. */
final class TasksUpkeepLifecycle implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(TasksUpkeepLifecycle.class);
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final Tasks tasks;
    private final Duration keptFor;
    private final Scheduler scheduler;
    private volatile @Nullable Disposable running;

    TasksUpkeepLifecycle(Tasks tasks, Duration keptFor, Scheduler scheduler) {
        this.tasks = tasks;
        this.keptFor = keptFor;
        this.scheduler = scheduler;
    }

    @Override
    public void start() {
        running = Flux.interval(EVERY, scheduler)
                .onBackpressureDrop()
                .concatMap(_ -> keepUp().onErrorResume(TasksUpkeepLifecycle::failed), 1)
                .subscribe(_ -> {}, ended -> LOG.error("old tasks stay until this node restarts", ended));
    }

    @Override
    public void stop() {
        Disposable current = running;
        if (current != null) {
            current.dispose();
        }
        running = null;
    }

    @Override
    public boolean isRunning() {
        return running != null;
    }

    /** Takes away some; emits how many. */
    Mono<Long> keepUp() {
        return tasks.removeEnded(keptFor);
    }

    private static Mono<Long> failed(Throwable failure) {
        LOG.warn("cannot remove old tasks ({}); trying again in {}", failure.toString(), EVERY);
        return Mono.empty();
    }
}
