package io.posthorn.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TenureTests {

    private long now;
    private final Tenure tenure = new Tenure(new UUID(0, 1), () -> now, Duration.ofSeconds(15));

    @Test
    void startsNoAttemptThatMayOutliveItsHeartbeat() {
        assertThat(tenure.outlives(Duration.ofSeconds(5))).isTrue();
        now = Duration.ofSeconds(10).toNanos();
        assertThat(tenure.outlives(Duration.ofSeconds(5))).isFalse();
        tenure.confirm(now);
        assertThat(tenure.outlives(Duration.ofSeconds(5))).isTrue();
        tenure.end();
        assertThat(tenure.outlives(Duration.ofSeconds(5))).isFalse();
    }

    @Test
    void seesThatItsCounterFellBack() {
        assertThat(tenure.advances(1)).isTrue();
        assertThat(tenure.advances(2)).isTrue();
        assertThat(tenure.advances(2)).isFalse();
    }
}
