package io.posthorn.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

class WaitsTests {

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final Waits waits = new Waits(Duration.ofSeconds(30), 2, this::now, time);

    private Instant now() {
        return Instant.ofEpochMilli(time.now(TimeUnit.MILLISECONDS));
    }

    private Instant in(int seconds) {
        return now().plusSeconds(seconds);
    }

    @Test
    void repeatsADeliveryAtItsTimesAndThenCompletes() {
        AtomicInteger steps = new AtomicInteger();
        Mono<Void> delivery = Mono.<Void>defer(
                        () -> steps.incrementAndGet() < 3 ? Mono.error(new DueLater(in(10))) : Mono.empty())
                .retryWhen(waits.whenDue());

        StepVerifier.create(delivery)
                .then(() -> time.advanceTimeBy(Duration.ofMillis(9_999)))
                .then(() -> assertThat(steps).hasValue(1))
                .then(() -> time.advanceTimeBy(Duration.ofMillis(1)))
                .then(() -> assertThat(steps).hasValue(2))
                .then(() -> time.advanceTimeBy(Duration.ofSeconds(10)))
                .verifyComplete();
        assertThat(steps).hasValue(3);
        assertThat(waits.size()).isZero();
    }

    @Test
    void passesEveryOtherError() {
        Mono<Void> broken = Mono.<Void>error(new IllegalStateException("bug")).retryWhen(waits.whenDue());

        StepVerifier.create(broken).verifyError(IllegalStateException.class);
    }

    @Test
    void keepsShortWaitsInMemoryAndLongOnesNot() {
        assertThat(waits.admit(in(30))).isTrue();
        assertThat(waits.admit(in(31))).isFalse();
    }

    @Test
    void keepsNoMoreWaitsThanItMay() {
        waits.until(in(10)).subscribe();
        waits.until(in(10)).subscribe();
        assertThat(waits.admit(in(1))).isFalse();

        time.advanceTimeBy(Duration.ofSeconds(10));
        assertThat(waits.admit(in(1))).isTrue();
    }

    @Test
    void doesNotWaitForAMomentThatHasPassed() {
        StepVerifier.create(waits.until(now().minusSeconds(1)))
                .expectNextCount(1)
                .verifyComplete();
    }
}
