package io.posthorn.pipeline;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

class LongAttemptsTests {

    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(15);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final Tenure tenure = new Tenure(new UUID(0, 1), () -> time.now(TimeUnit.NANOSECONDS), TIME_TO_LIVE);
    private final LongAttempts attempts = new LongAttempts(time);

    @Test
    void lastAsLongAsHeartbeatsGoOn() {
        StepVerifier.create(attempts.guarded(attemptOf(28), tenure))
                .then(() -> {
                    for (int second = 0; second < 28; second++) {
                        tenure.confirm(time.now(TimeUnit.NANOSECONDS));
                        time.advanceTimeBy(Duration.ofSeconds(1));
                    }
                })
                .expectNext("answered")
                .verifyComplete();
    }

    @Test
    void areBrokenOffBeforeAnotherNodeMayTakeOver() {
        StepVerifier.create(attempts.guarded(attemptOf(28), tenure))
                .then(() -> time.advanceTimeBy(Duration.ofMillis(13_900)))
                .expectNoEvent(Duration.ZERO)
                .then(() -> time.advanceTimeBy(Duration.ofMillis(400)))
                .verifyComplete();
    }

    @Test
    void areBrokenOffWhenTheTenureEnds() {
        StepVerifier.create(attempts.guarded(attemptOf(28), tenure))
                .then(() -> {
                    tenure.end();
                    time.advanceTimeBy(Duration.ofMillis(200));
                })
                .verifyComplete();
    }

    private Mono<String> attemptOf(int seconds) {
        return Mono.delay(Duration.ofSeconds(seconds), time).thenReturn("answered");
    }
}
