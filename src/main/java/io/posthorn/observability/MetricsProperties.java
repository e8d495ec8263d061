package io.posthorn.observability;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Which figures there are beyond those that cost nothing.
 *
 * @param sampleEvery how often each node asks the database for its figures; at least 5 seconds
 * @param disk how large the database may grow before its disk is full, for the alarm that says so days ahead; nobody
 *     but the operator knows
 */
@ConfigurationProperties("posthorn.metrics")
record MetricsProperties(
        @DefaultValue("15s") Duration sampleEvery, @Nullable DataSize disk) {

    private static final Duration LEAST = Duration.ofSeconds(5);

    MetricsProperties {
        if (sampleEvery.compareTo(LEAST) < 0) {
            throw new IllegalArgumentException(
                    "posthorn.metrics.sample-every is " + sampleEvery + "; it must be at least " + LEAST);
        }
    }
}
