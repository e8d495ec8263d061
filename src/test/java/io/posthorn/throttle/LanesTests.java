package io.posthorn.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

class LanesTests {

    private static final UUID A = new UUID(0, 1);
    private static final UUID B = new UUID(0, 2);
    private static final UUID C = new UUID(0, 3);
    private static final UUID TENANT = new UUID(9, 9);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final List<String> granted = new ArrayList<>();
    private final List<Permit> permits = new ArrayList<>();

    private Lanes lanes(int perEndpoint, int overall, int capacity) {
        return new Lanes(
                new ThrottleProperties(perEndpoint, 1_000, 0, 1_000, overall, capacity, 1_000_000, true, List.of()),
                () -> Instant.EPOCH.plusNanos(time.now(TimeUnit.NANOSECONDS)),
                time,
                new Random(1));
    }

    private static Entry entry(UUID endpoint) {
        return new Entry(endpoint, TENANT, "host:80", 0);
    }

    private Disposable enter(Lanes lanes, UUID endpoint, String name) {
        return lanes.enter(entry(endpoint)).subscribe(permit -> {
            granted.add(name);
            permits.add(permit);
        });
    }

    @Test
    void letsNoMoreThanItsCapIntoALane() {
        Lanes lanes = lanes(2, 10, 10);
        IntStream.range(0, 4).forEach(i -> enter(lanes, A, "a" + i));

        assertThat(granted).containsExactly("a0", "a1");
        permits.getFirst().release();
        assertThat(granted).containsExactly("a0", "a1", "a2");
    }

    @Test
    void takesTurnsBetweenLanesUnderTheOverallCap() {
        Lanes lanes = lanes(10, 1, 1000);
        IntStream.range(0, 100).forEach(i -> enter(lanes, A, "a" + i));
        enter(lanes, B, "b0");

        permits.getFirst().release();
        permits.get(1).release();

        assertThat(granted).hasSize(3).contains("b0");
    }

    @Test
    void servesAllLanesOfATenantInTurn() {
        Lanes lanes = lanes(10, 1, 1000);
        for (UUID endpoint : List.of(A, B, C)) {
            IntStream.range(0, 20).forEach(_ -> enter(lanes, endpoint, endpoint.toString()));
        }

        IntStream.range(0, 11).forEach(i -> permits.get(i).release());

        assertThat(granted).hasSize(12);
        for (UUID endpoint : List.of(A, B, C)) {
            assertThat(granted).filteredOn(endpoint.toString()::equals).hasSizeBetween(3, 5);
        }
    }

    @Test
    void refusesWhatALaneHasNoRoomFor() {
        Lanes lanes = lanes(1, 10, 2);
        IntStream.range(0, 3).forEach(i -> enter(lanes, A, "a" + i));

        StepVerifier.create(lanes.enter(entry(A)))
                .expectErrorSatisfies(error ->
                        assertThat(((LaneFullException) error).endpointId()).isEqualTo(A))
                .verify(Duration.ofSeconds(1));
        StepVerifier.create(lanes.enter(entry(B))).expectNextCount(1).verifyComplete();
    }

    @Test
    void saysHowManyMoreFillHalfOfALane() {
        Lanes lanes = lanes(1, 10, 10);
        assertThat(lanes.room(A)).isEqualTo(5);
        IntStream.range(0, 3).forEach(i -> enter(lanes, A, "a" + i));
        assertThat(lanes.room(A)).isEqualTo(3);
        IntStream.range(0, 5).forEach(i -> enter(lanes, A, "b" + i));

        assertThat(lanes.room(A)).isZero();
        assertThat(lanes.room(B)).isEqualTo(5);
    }

    @Test
    void countsAPermitOnceHoweverOftenItComesBack() {
        Lanes lanes = lanes(1, 10, 10);
        IntStream.range(0, 3).forEach(i -> enter(lanes, A, "a" + i));

        permits.getFirst().release();
        permits.getFirst().release();

        assertThat(granted).containsExactly("a0", "a1");
        assertThat(lanes.inFlight()).isEqualTo(1);
    }

    @Test
    void passesThePermitOfOneWhoStoppedWaitingToTheNext() {
        Lanes lanes = lanes(1, 10, 10);
        enter(lanes, A, "a0");
        Disposable impatient = enter(lanes, A, "a1");
        enter(lanes, A, "a2");

        impatient.dispose();
        permits.getFirst().release();

        assertThat(granted).containsExactly("a0", "a2");
        assertThat(lanes.inFlight()).isEqualTo(1);
    }

    @Test
    void returnsThePermitOnCompletionErrorAndCancellation() {
        Lanes lanes = lanes(1, 10, 10);
        for (Mono<Integer> use : List.<Mono<Integer>>of(Mono.just(1), Mono.error(new IllegalStateException()))) {
            Mono.usingWhen(lanes.enter(entry(A)), permit -> use, permit -> Mono.fromRunnable(permit::release))
                    .onErrorComplete()
                    .subscribe();
            assertThat(lanes.inFlight()).isZero();
        }
        Mono.usingWhen(lanes.enter(entry(A)), permit -> Mono.never(), permit -> Mono.fromRunnable(permit::release))
                .subscribe()
                .dispose();
        assertThat(lanes.inFlight()).isZero();
    }

    @Test
    void pausesAnEndpointAndResumesItInTime() {
        Lanes lanes = lanes(5, 10, 10);
        lanes.pause(A, Instant.ofEpochMilli(3000));
        enter(lanes, A, "a0");
        enter(lanes, B, "b0");

        time.advanceTimeBy(Duration.ofMillis(2999));
        assertThat(granted).containsExactly("b0");
        assertThat(lanes.room(A)).isZero();
        time.advanceTimeBy(Duration.ofMillis(1));
        assertThat(granted).containsExactly("b0", "a0");
    }

    @Test
    void resumesInTimeAlthoughTheTimerIsEarlyByALittle() {
        Lanes lanes = lanes(5, 10, 10);
        lanes.pause(A, Instant.ofEpochMilli(3000).plusNanos(900_000));
        enter(lanes, A, "a0");

        time.advanceTimeBy(Duration.ofMillis(3000));
        assertThat(granted).isEmpty();
        time.advanceTimeBy(Duration.ofMillis(1));
        assertThat(granted).containsExactly("a0");
    }

    @Test
    void keepsTheLongestOfTwoPauses() {
        Lanes lanes = lanes(5, 10, 10);
        lanes.pause(A, Instant.ofEpochMilli(3000));
        lanes.pause(A, Instant.ofEpochMilli(1000));
        enter(lanes, A, "a0");

        time.advanceTimeBy(Duration.ofMillis(2000));
        assertThat(granted).isEmpty();
        time.advanceTimeBy(Duration.ofMillis(1000));
        assertThat(granted).containsExactly("a0");
    }

    @Test
    void turnsWaitersAwayWhenThePauseIsLong() {
        Lanes lanes = lanes(1, 10, 10);
        enter(lanes, A, "a0");
        List<Throwable> turnedAway = new ArrayList<>();
        lanes.enter(entry(A)).subscribe(permit -> {}, turnedAway::add);

        lanes.pause(A, Instant.ofEpochMilli(3_600_000));

        assertThat(turnedAway).singleElement().isInstanceOf(LaneFullException.class);
        StepVerifier.create(lanes.enter(entry(A))).verifyError(LaneFullException.class);
        assertThat(lanes.waiting()).isZero();
    }

    @Test
    void forgetsLanesThatNobodyUses() {
        Lanes lanes = lanes(1, 10, 10);
        for (int i = 0; i < 100_000; i++) {
            lanes.enter(entry(new UUID(1, i))).subscribe(Permit::release);
        }
        assertThat(lanes.size()).isZero();
    }

    @Test
    void doesNotOverflowTheStackWhenPermitsComeBackAtOnce() {
        Lanes lanes = lanes(1, 1, 20_000);
        enter(lanes, A, "first");
        IntStream.range(0, 20_000).forEach(i -> lanes.enter(entry(A)).subscribe(Permit::release));

        permits.getFirst().release();

        assertThat(lanes.waiting()).isZero();
        assertThat(lanes.inFlight()).isZero();
    }

    @Test
    void turnsAwayWhatWaitsWhenItCloses() {
        Lanes lanes = lanes(1, 10, 10);
        enter(lanes, A, "a0");
        List<Throwable> turnedAway = new ArrayList<>();
        lanes.enter(entry(A)).subscribe(permit -> {}, turnedAway::add);

        lanes.close();
        permits.getFirst().release();

        assertThat(turnedAway).singleElement().isInstanceOf(LanesClosedException.class);
        StepVerifier.create(lanes.enter(entry(B))).verifyError(LanesClosedException.class);
        assertThat(lanes.inFlight()).isZero();
    }
}
