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
    private final Lanes lanes = new Lanes(
            new ThrottleProperties(16, 1_000, 0, 1_000, 1_000, 1_000, 1_000_000, true, List.of()),
            this::now,
            time,
            new Random(3));
    private final ArrayDeque<Permit> permits = new ArrayDeque<>();
    private final List<Throwable> turnedAway = new ArrayList<>();

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
}
