package io.posthorn.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryScheduleTests {

    @Test
    void posthornDoublesFromTwoSecondsAndStopsAtTenAttempts() {
        assertThat(secondsOf(RetryPreset.POSTHORN)).containsExactly(2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 512L);
        assertThat(RetryPreset.POSTHORN.maxAttempts()).isEqualTo(10);
    }

    @Test
    void standardWebhooksMakesItsLastAttemptAfter75Hours() {
        assertThat(RetryPreset.STANDARD_WEBHOOKS.maxAttempts()).isEqualTo(10);
        assertThat(totalOf(RetryPreset.STANDARD_WEBHOOKS)).isEqualTo(Duration.parse("PT75H35M5S"));
    }

    @Test
    void svixMakesItsLastAttemptAfter27Hours() {
        assertThat(RetryPreset.SVIX.maxAttempts()).isEqualTo(8);
        assertThat(totalOf(RetryPreset.SVIX)).isEqualTo(Duration.parse("PT27H35M5S"));
    }

    @Test
    void noneMakesOneAttempt() {
        assertThat(RetryPreset.NONE.maxAttempts()).isEqualTo(1);
    }

    @Test
    void presetsAreFoundByTheirNames() {
        assertThat(RetryPreset.values()).allSatisfy(preset -> assertThat(RetryPreset.named(preset.text()))
                .contains(preset));
        assertThat(RetryPreset.named("Posthorn")).isEmpty();
    }

    @Test
    void exponentialWaitsNeverExceedADay() {
        RetrySchedule steep = new RetrySchedule.Exponential(Duration.ofHours(1), 100, 100);

        assertThat(steep.delayAfter(2)).isEqualTo(RetrySchedule.MAX_DELAY);
        assertThat(steep.delayAfter(99)).isEqualTo(RetrySchedule.MAX_DELAY);
    }

    @Test
    void refusesSchedulesThatMakeNoSense() {
        Duration second = Duration.ofSeconds(1);

        assertRefused(() -> new RetrySchedule.Exponential(Duration.ZERO, 2, 3));
        assertRefused(() -> new RetrySchedule.Exponential(second.negated(), 2, 3));
        assertRefused(() -> new RetrySchedule.Exponential(second, 0.5, 3));
        assertRefused(() -> new RetrySchedule.Exponential(second, Double.NaN, 3));
        assertRefused(() -> new RetrySchedule.Exponential(second, 2, 0));
        assertRefused(() -> new RetrySchedule.Listed(List.of(Duration.ofHours(25))));
        assertRefused(() -> new RetrySchedule.Listed(List.of(second.negated())));
    }

    private static void assertRefused(Runnable construction) {
        assertThatThrownBy(construction::run).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Long> secondsOf(RetryPreset preset) {
        return delaysOf(preset).stream().map(Duration::toSeconds).toList();
    }

    private static Duration totalOf(RetryPreset preset) {
        return delaysOf(preset).stream().reduce(Duration.ZERO, Duration::plus);
    }

    private static List<Duration> delaysOf(RetryPreset preset) {
        return IntStream.range(1, preset.maxAttempts())
                .mapToObj(preset::delayAfter)
                .toList();
    }
}
