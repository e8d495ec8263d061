package io.posthorn.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CustodyTests {

    private static final UUID MESSAGE = new UUID(0, 1);

    private final Custody custody = new Custody(1000);

    private static Tenure tenure(long node) {
        return new Tenure(new UUID(1, node), () -> 0, Duration.ofSeconds(15));
    }

    private Ticket ticket(Tenure tenure) {
        custody.take(100);
        return new Ticket(MESSAGE, tenure, 100, custody, 1);
    }

    @Test
    void turnsASecondCopyAway() {
        Tenure tenure = tenure(1);

        assertThat(custody.hold(ticket(tenure))).isTrue();
        assertThat(custody.hold(ticket(tenure))).isFalse();
    }

    @Test
    void prefersWhatIsOwnedNowToWhatAnEarlierTenureLeft() {
        Tenure earlier = tenure(1);
        Ticket left = ticket(earlier);
        custody.hold(left);
        earlier.end();
        Tenure now = tenure(2);
        Ticket claimed = ticket(now);

        assertThat(custody.hold(claimed)).isTrue();
        left.closeOne();

        assertThat(custody.holds(MESSAGE, now)).isTrue();
        assertThat(custody.used()).isEqualTo(100);
        claimed.closeOne();
        assertThat(custody.size()).isZero();
        assertThat(custody.used()).isZero();
    }
}
