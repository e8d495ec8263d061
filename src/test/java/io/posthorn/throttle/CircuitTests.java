package io.posthorn.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;

class CircuitTests {

    private static final UUID ENDPOINT = new UUID(7, 1);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private Lanes lanes = lanes(true);
    private final ArrayDeque<Permit> permits = new ArrayDeque<>();
    private final List<Throwable> turnedAway = new ArrayList<>();

    private Lanes lanes(boolean circuit) {
        return new Lanes(
                new ThrottleProperties(16, 1_000, 0, 1_000, 1_000, 1_000, 1_000_000, circuit, List.of()),
                this::now,
                time,
                new Random(3));
    }

    private Instant now() {
        return Instant.ofEpochMilli(time.now(TimeUnit.MILLISECONDS));
    }

    private void enter() {
        lanes.enter(new Entry(ENDPOINT, new UUID(1, 1), "h:80", 0)).subscribe(permits::add, turnedAway::add);
    }

    private HealthChange attempt(Report report, int message) {
        enter();
        Permit permit = permits.remove();
        HealthChange change = permit.report(report, new UUID(9, message));
        permit.release();
        return change;
    }

    private Instant open() {
        HealthChange change = new HealthChange.None();
        for (int i = 0; i < Circuit.FAILURES_IN_A_ROW; i++) {
            change = attempt(Report.FAILED, i);
        }
        assertThat(change).isInstanceOf(HealthChange.Opened.class);
        return ((HealthChange.Opened) change).until();
    }

    @Test
    void opensAfterTenFailuresInARowAndTurnsAllAway() {
        enter();
        Permit underWay = permits.remove();
        open();
        enter();

        assertThat(permits).isEmpty();
        assertThat(turnedAway).singleElement().isInstanceOf(LaneFullException.class);
        assertThat(lanes.room(ENDPOINT)).isZero();
        underWay.release();
    }

    @Test
    void turnsAwayAllThatWaitsWhenItOpens() {
        IntStream.range(0, 40).forEach(_ -> enter());
        for (int i = 0; i < Circuit.FAILURES_IN_A_ROW; i++) {
            Permit permit = permits.remove();
            permit.report(Report.FAILED, new UUID(9, i));
            permit.release();
        }

        assertThat(turnedAway).hasSize(15).hasOnlyElementsOfType(LaneFullException.class);
        assertThat(lanes.waiting()).isZero();
        assertThat(lanes.inFlight()).isEqualTo(15);
    }

    @Test
    void neverOpensForOneMessageThatFailsForItself() {
        for (int i = 0; i < 100; i++) {
            assertThat(attempt(Report.FAILED, 1)).isNotInstanceOf(HealthChange.Opened.class);
        }
        assertThat(turnedAway).isEmpty();
    }

    @Test
    void opensWhenMostFailThoughSomeDoNot() {
        List<HealthChange> changes = IntStream.range(0, 64)
                .mapToObj(i -> attempt(i % 9 == 8 ? Report.DELIVERED : Report.FAILED, i))
                .takeWhile(change -> change instanceof HealthChange.None)
                .toList();

        assertThat(changes).hasSizeBetween(31, 40);
    }

    @Test
    void sendsSingleProbesAtGrowingIntervalsAndClosesWithTheFirstSuccess() {
        Instant until = open();
        Duration before = Duration.ZERO;
        for (int probe = 0; probe < 8; probe++) {
            Instant opened = now();
            time.advanceTimeBy(Duration.between(opened, until));
            assertThat(lanes.room(ENDPOINT)).isOne();
            enter();
            enter();
            assertThat(permits).hasSize(1);
            Permit permit = permits.remove();
            assertThat(permit.isProbe()).isTrue();
            HealthChange.Opened still = (HealthChange.Opened) permit.report(Report.TIMED_OUT, new UUID(9, 0));
            permit.release();
            Duration interval = Duration.between(now(), still.until());
            assertThat(interval).isBetween(before, Duration.ofMinutes(6));
            before = interval.dividedBy(2);
            until = still.until();
        }
        assertThat(before).isGreaterThan(Duration.ofMinutes(1));
        time.advanceTimeBy(Duration.between(now(), until));
        assertThat(attempt(Report.DELIVERED, 1)).isInstanceOf(HealthChange.Closed.class);
        IntStream.range(0, 20).forEach(_ -> enter());
        assertThat(permits).as("a ramp, not a herd").hasSize(1);
    }

    @Test
    void letsAProbeThatWasNotMadeBeMadeAgain() {
        time.advanceTimeBy(Duration.between(now(), open()));
        assertThat(attempt(Report.NOT_MADE, 1)).isInstanceOf(HealthChange.None.class);

        assertThat(lanes.room(ENDPOINT)).isOne();
        assertThat(attempt(Report.DELIVERED, 1)).isInstanceOf(HealthChange.Closed.class);
    }

    private HealthChange failEvery(Duration interval, int times) {
        HealthChange change = new HealthChange.None();
        for (int i = 0; i < times; i++) {
            time.advanceTimeBy(interval);
            change = attempt(Report.FAILED, i);
        }
        return change;
    }

    @Test
    void tellsOnceThatItHasFailedForAMinute() {
        Instant began = now().plusSeconds(20);
        assertThat(failEvery(Duration.ofSeconds(20), 3)).isEqualTo(new HealthChange.None());

        assertThat(failEvery(Duration.ofSeconds(20), 1)).isEqualTo(new HealthChange.Failing(began));
        assertThat(failEvery(Duration.ofSeconds(20), 1)).isEqualTo(new HealthChange.None());

        assertThat(attempt(Report.DELIVERED, 1)).isEqualTo(new HealthChange.None());
        Instant beganAnew = now().plusSeconds(60);
        assertThat(failEvery(Duration.ofSeconds(60), 1)).isEqualTo(new HealthChange.None());
        assertThat(failEvery(Duration.ofSeconds(60), 1)).isEqualTo(new HealthChange.Failing(beganAnew));
    }

    @Test
    void tellsHowManyFailedSinceWhenAndWhenItIsTriedAgain() {
        Instant began = now().plusSeconds(1);
        HealthChange.Opened opened = (HealthChange.Opened) failEvery(Duration.ofSeconds(1), 10);
        assertThat(opened.failuresInARow()).isEqualTo(10);
        assertThat(opened.failingSince()).isEqualTo(began);
        assertThat(Duration.between(now(), opened.until())).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(6));

        time.advanceTimeBy(Duration.between(now(), opened.until()));
        HealthChange.Opened still = (HealthChange.Opened) attempt(Report.FAILED, 3);
        assertThat(still.failuresInARow()).isEqualTo(11);
        assertThat(still.failingSince()).isEqualTo(began);
        assertThat(Duration.between(now(), still.until())).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(12));

        time.advanceTimeBy(Duration.between(now(), still.until()));
        assertThat(attempt(Report.DELIVERED, 4)).isEqualTo(new HealthChange.Closed());
    }

    /** Opens it, and has its third probe answered well. */
    private void openAndClose() {
        Instant until = open();
        for (int probe = 0; probe < 2; probe++) {
            time.advanceTimeBy(Duration.between(now(), until));
            until = ((HealthChange.Opened) attempt(Report.FAILED, 1)).until();
        }
        time.advanceTimeBy(Duration.between(now(), until));
        assertThat(attempt(Report.DELIVERED, 1)).isEqualTo(new HealthChange.Closed());
    }

    @Test
    void beginsAnewOnceItIsBack() {
        openAndClose();

        Instant began = now().plusSeconds(1);
        assertThat(failEvery(Duration.ofSeconds(1), 9)).isEqualTo(new HealthChange.None());
        HealthChange.Opened opened = (HealthChange.Opened) failEvery(Duration.ofSeconds(1), 1);
        assertThat(opened.failuresInARow()).isEqualTo(10);
        assertThat(opened.failingSince()).isEqualTo(began);
        assertThat(opened.until()).isBefore(now().plusSeconds(7));
    }

    @Test
    void holdsNothingOfBeforeAgainstItOnceItIsBack() {
        openAndClose();

        for (int i = 0; i < 31; i++) {
            Report report = i % 10 == 9 ? Report.DELIVERED : Report.FAILED;
            assertThat(attempt(report, i)).isEqualTo(new HealthChange.None());
        }
    }

    @Test
    void isNotOpenedByOneMessageAfterOthersFailedBefore() {
        openAndClose();

        for (int i = 0; i < 40; i++) {
            assertThat(attempt(Report.FAILED, 1)).isEqualTo(new HealthChange.None());
        }
    }

    @Test
    void whatWasUnderWayTellsNothingNewWhenItFailsToo() {
        enter();
        Permit underWay = permits.remove();
        Instant until = open();

        assertThat(underWay.report(Report.FAILED, new UUID(9, 5))).isEqualTo(new HealthChange.None());
        underWay.release();

        assertThat(permits).isEmpty();
        time.advanceTimeBy(Duration.between(now(), until));
        assertThat(((HealthChange.Opened) attempt(Report.FAILED, 6)).failuresInARow())
                .isEqualTo(12);
    }

    @Test
    void isClosedByWhatWasUnderWayWhenThatIsDelivered() {
        enter();
        Permit underWay = permits.remove();
        open();

        assertThat(underWay.report(Report.DELIVERED, new UUID(9, 5))).isEqualTo(new HealthChange.Closed());
        underWay.release();

        enter();
        assertThat(permits.remove().isProbe()).isFalse();
    }

    @Test
    void isClosedWhenAnotherNodeHasFoundItsEndpointBack() {
        open();

        lanes.heal(ENDPOINT);

        assertThat(lanes.room(ENDPOINT)).isGreaterThan(1);
        IntStream.range(0, 20).forEach(_ -> enter());
        assertThat(permits).as("a ramp, not a herd").hasSize(1);
        assertThat(permits.remove().isProbe()).isFalse();
        assertThat(turnedAway).isEmpty();
    }

    @Test
    void neverOpensWhereTheSettingsSayNo() {
        lanes = lanes(false);

        for (int i = 0; i < 100; i++) {
            assertThat(attempt(Report.FAILED, i)).isEqualTo(new HealthChange.None());
        }
        assertThat(turnedAway).isEmpty();
    }
}
