package io.posthorn.idempotency;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Takes away answers whose time is over, some each minute. */
final class AnswersUpkeepLifecycle implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(AnswersUpkeepLifecycle.class);
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final R2dbcAnswers answers;
    private final Scheduler scheduler;
    private volatile @Nullable Disposable running;

    AnswersUpkeepLifecycle(R2dbcAnswers answers, Scheduler scheduler) {
        this.answers = answers;
        this.scheduler = scheduler;
    }

    @Override
    public void start() {
        running = Flux.interval(EVERY, scheduler)
                .onBackpressureDrop()
                .concatMap(_ -> answers.removeExpired().onErrorResume(AnswersUpkeepLifecycle::failed), 1)
                .subscribe(_ -> {}, ended -> LOG.error("old answers stay until this node restarts", ended));
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

    private static Mono<Long> failed(Throwable failure) {
        LOG.warn("cannot remove old answers ({}); trying again in {}", failure.toString(), EVERY);
        return Mono.empty();
    }
}
