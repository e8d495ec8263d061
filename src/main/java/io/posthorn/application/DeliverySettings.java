package io.posthorn.application;

import io.posthorn.retry.RetryPolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How deliveries are tried, as far as somebody said it.
 *
 * @param retry when to try again; null leaves it to the next wider setting
 * @param timeout for one attempt in all, 1 to 30 seconds; null leaves it to the next wider setting
 */
public record DeliverySettings(
        @Nullable RetryPolicy retry, @Nullable Duration timeout) {

    /** Nothing is said. */
    public static final DeliverySettings NONE = new DeliverySettings(null, null);

    /** The time-out as a number; or null. */
    public @Nullable Long timeoutSeconds() {
        return timeout == null ? null : timeout.toSeconds();
    }
}
