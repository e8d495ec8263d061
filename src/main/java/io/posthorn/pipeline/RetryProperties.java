package io.posthorn.pipeline;

import io.posthorn.retry.RetryPolicy;
import io.posthorn.retry.RetryPreset;
import io.posthorn.retry.RetrySchedule;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When failed deliveries are tried again.
 *
 * @param preset {@code posthorn} (2, 4, 8 … seconds, 10 attempts), {@code standard-webhooks} (75 hours), {@code svix}
 *     (27 hours) or {@code none}
 * @param schedule the waits themselves, instead of a preset
 * @param jitter by which fraction a wait may be shorter or longer, 0 to 1
 * @param noRetryOn status codes after which no retry helps
 */
@ConfigurationProperties("posthorn.retry")
record RetryProperties(
        @DefaultValue("posthorn") String preset,
        @DefaultValue List<Duration> schedule,
        @DefaultValue("0.2") double jitter,
        @DefaultValue Set<Integer> noRetryOn) {

    RetryPolicy policy() {
        return new RetryPolicy(schedule.isEmpty() ? named() : new RetrySchedule.Listed(schedule), jitter, noRetryOn);
    }

    private RetryPreset named() {
        return RetryPreset.named(preset)
                .orElseThrow(() -> new IllegalArgumentException("posthorn.retry.preset is '" + preset
                        + "'; allowed are posthorn, standard-webhooks, svix and none"));
    }
}
