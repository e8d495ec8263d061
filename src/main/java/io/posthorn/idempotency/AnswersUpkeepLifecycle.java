package io.posthorn.idempotency;

import io.posthorn.postgres.UpkeepLifecycle;
import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Takes away answers whose time is over, some each minute. */
final class AnswersUpkeepLifecycle extends UpkeepLifecycle {

    private static final Duration EVERY = Duration.ofMinutes(1);

    private final R2dbcAnswers answers;

    AnswersUpkeepLifecycle(R2dbcAnswers answers, Scheduler scheduler) {
        super(EVERY, scheduler, "remove old answers");
        this.answers = answers;
    }

    @Override
    protected Mono<Long> keepUp() {
        return answers.removeExpired();
    }
}
