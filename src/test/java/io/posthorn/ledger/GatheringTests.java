package io.posthorn.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatheringTests {

    private static final Duration REST = Duration.ofMillis(10);

    @Test
    void restsAfterManyOnly() {
        assertThat(Gathering.always(REST).after(7)).isZero();
        assertThat(Gathering.always(REST).after(8)).isEqualTo(REST);
        assertThat(Gathering.whileBusy(REST, () -> 1).after(7)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0.5, 0", "0.85, 0", "0.875, 2500", "0.90, 5000", "0.95, 10000", "1, 10000"})
    void restsAsMuchAsTheProcessorsAreBusy(double load, long micros) {
        assertThat(Gathering.whileBusy(REST, () -> load).after(8))
                .isBetween(Duration.ofNanos(Math.max(0, micros * 1_000 - 1)), Duration.ofNanos(micros * 1_000 + 1));
    }
}
