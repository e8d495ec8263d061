package io.posthorn.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A rate that nobody waits for: what went out is still remembered. */
class RateTests {

    private static final long MILLIS = 1_000_000;

    private final Shares shares = new Shares();
    private final Rate rate = new Rate("r", 10, new Lane(new UUID(7, 1), 16, true, shares), shares);

    @Test
    void alonePaysBackWhatWentTooEarly() {
        rate.take(0);
        rate.take(0);
        rate.take(0);

        assertThat(rate.waitNanos(0)).isEqualTo(300 * MILLIS);
        assertThat(rate.isRested(299 * MILLIS)).isFalse();
        assertThat(rate.isRested(300 * MILLIS)).isTrue();
    }

    @Test
    void withOthersLeasesWhatItOwesAlthoughNobodyWaits() {
        shares.learn(2);
        rate.take(0);
        rate.take(0);

        rate.askAhead(0);
        assertThat(shares.takeWishes()).containsExactly(new Leases.Asked("r", 100 * MILLIS, 2));
        assertThat(rate.isRested(0)).isFalse();
        rate.granted(0, 0, 2);

        assertThat(rate.waitNanos(0)).isEqualTo(Rate.NEVER);
        rate.askAhead(0);
        assertThat(shares.takeWishes()).isEmpty();
        assertThat(rate.isRested(0)).isTrue();
    }

    @Test
    void keepsToOneNthWhileNoLeaseIsToBeHad() {
        shares.learn(3);
        shares.goAway();

        assertThat(rate.waitNanos(0)).isEqualTo(300 * MILLIS);
        rate.take(300 * MILLIS);
        assertThat(rate.waitNanos(300 * MILLIS)).isEqualTo(300 * MILLIS);
        rate.take(300 * MILLIS);
        assertThat(rate.waitNanos(300 * MILLIS)).isEqualTo(600 * MILLIS);
        shares.learn(5);
        assertThat(rate.waitNanos(300 * MILLIS)).isEqualTo(500 * MILLIS);
    }

    @Test
    void isForNobodyWhileItIsNotKnownWhoSharesIt() {
        shares.learn(0);
        assertThat(rate.waitNanos(0)).isEqualTo(Rate.NEVER);
        rate.askAhead(0);
        assertThat(shares.hasWishes()).isFalse();
        shares.goAway();
        assertThat(rate.waitNanos(0)).isEqualTo(Rate.NEVER);
    }
}
