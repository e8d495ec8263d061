package io.posthorn.deadline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class DeadlineSchedulerTests {

    private static final Duration SOON = Duration.ofMillis(200);

    private final DeadlineScheduler deadlines = new DeadlineScheduler(Schedulers.parallel());

    @AfterEach
    void stop() {
        deadlines.dispose();
    }

    @Test
    void keepsADeadlineNotEarlyAndNotMuchTooLate() {
        Duration took =
                StepVerifier.create(Mono.never().timeout(SOON, deadlines)).verifyError(TimeoutException.class);

        assertThat(took).isBetween(SOON, SOON.plusSeconds(2));
    }

    @Test
    void leavesWhatCameInTimeAlone() {
        StepVerifier.create(Mono.just("in time").delayElement(SOON).timeout(SOON.multipliedBy(20), deadlines))
                .expectNext("in time")
                .verifyComplete();
    }

    @Test
    void keepsNoneThatWasLifted() {
        CountDownLatch lifted = new CountDownLatch(1);
        Disposable early = deadlines.schedule(lifted::countDown, SOON.toMillis(), TimeUnit.MILLISECONDS);
        CountDownLatch kept = new CountDownLatch(1);
        deadlines.schedule(kept::countDown, SOON.multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS);

        early.dispose();

        await().until(() -> kept.getCount() == 0);
        assertThat(lifted.getCount()).isEqualTo(1);
    }

    @Test
    void holdsUpNoDeadlineByWhatAnotherSetsOff() {
        DeadlineScheduler elastic = new DeadlineScheduler(Schedulers.boundedElastic());
        CountDownLatch release = new CountDownLatch(1);
        elastic.schedule(() -> awaitQuietly(release), 1, TimeUnit.MILLISECONDS);
        CountDownLatch kept = new CountDownLatch(1);

        elastic.schedule(kept::countDown, SOON.toMillis(), TimeUnit.MILLISECONDS);

        await().until(() -> kept.getCount() == 0);
        release.countDown();
        elastic.dispose();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
