package io.posthorn.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SlotsTests {

    private static final long MILLIS = 1_000_000;

    private final Slots slots = new Slots(100 * MILLIS);

    @Test
    void areUsedOneAfterTheOther() {
        slots.add(50 * MILLIS, 2);
        slots.add(1_000 * MILLIS, 1);

        assertThat(slots.waitNanos(0)).isEqualTo(50 * MILLIS);
        assertThat(slots.lastAt()).isEqualTo(1_000 * MILLIS);
        slots.take(50 * MILLIS);
        assertThat(slots.waitNanos(50 * MILLIS)).isEqualTo(100 * MILLIS);
        slots.take(150 * MILLIS);
        assertThat(slots.waitNanos(150 * MILLIS)).isEqualTo(850 * MILLIS);
        assertThat(slots.left(150 * MILLIS)).isOne();
        slots.take(1_000 * MILLIS);
        assertThat(slots.waitNanos(1_000 * MILLIS)).isEqualTo(Rate.NEVER);
        assertThat(slots.left(1_000 * MILLIS)).isZero();
    }

    @Test
    void lapseWhenTheyAreNotUsedSoon() {
        slots.add(0, 10);

        assertThat(slots.left(250 * MILLIS)).isEqualTo(10);
        assertThat(slots.takeLapsed()).isFalse();
        assertThat(slots.left(251 * MILLIS)).isEqualTo(9);
        assertThat(slots.left(600 * MILLIS)).isEqualTo(6);
        assertThat(slots.takeLapsed()).isTrue();
        assertThat(slots.takeLapsed()).isFalse();
        assertThat(slots.left(1_149 * MILLIS)).isOne();
        assertThat(slots.waitNanos(1_149 * MILLIS)).isZero();
        assertThat(slots.waitNanos(1_151 * MILLIS)).isEqualTo(Rate.NEVER);
        assertThat(slots.left(1_151 * MILLIS)).isZero();
    }

    @Test
    void whatWentWithoutOneIsPaidBackByTheNextOnes() {
        slots.take(0);
        slots.take(0);
        slots.take(0);
        assertThat(slots.left(0)).isEqualTo(-3);

        slots.add(0, 2);
        assertThat(slots.left(0)).isEqualTo(-1);
        assertThat(slots.waitNanos(0)).isEqualTo(Rate.NEVER);

        slots.add(200 * MILLIS, 3);
        assertThat(slots.left(0)).isEqualTo(2);
        assertThat(slots.waitNanos(0)).isEqualTo(300 * MILLIS);
    }

    @Test
    void oneThatLapsedPaysForNothing() {
        slots.add(0, 1);
        slots.take(300 * MILLIS);

        assertThat(slots.left(300 * MILLIS)).isEqualTo(-1);
    }
}
