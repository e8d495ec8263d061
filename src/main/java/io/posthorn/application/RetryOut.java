package io.posthorn.application;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthorn.retry.RetryPolicy;
import io.posthorn.retry.RetryPreset;
import io.posthorn.retry.RetrySchedule;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A retry policy as the API shows it and a row keeps it; the one form that it was given in. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RetryOut(
        @Nullable String preset,
        @Nullable List<BigDecimal> delays,
        @Nullable Exponential exponential,
        List<Integer> noRetryOn) {

    /** Waits that grow by a factor; the base in seconds. */
    public record Exponential(BigDecimal base, BigDecimal factor, int maxAttempts) {}

    /** Null for none. */
    public static @Nullable RetryOut of(@Nullable RetryPolicy policy) {
        if (policy == null) {
            return null;
        }
        List<Integer> codes = policy.noRetryOn().stream().sorted().toList();
        return switch (policy.schedule()) {
            case RetryPreset preset -> new RetryOut(preset.text(), null, null, codes);
            case RetrySchedule.Listed(List<Duration> delays) ->
                new RetryOut(null, delays.stream().map(RetryOut::seconds).toList(), null, codes);
            case RetrySchedule.Exponential(Duration base, double factor, int attempts) ->
                new RetryOut(null, null, new Exponential(seconds(base), plain(factor), attempts), codes);
        };
    }

    private static BigDecimal seconds(Duration duration) {
        return plain(duration.toMillis() / 1000.0);
    }

    /** Without an exponent and without zeros at the end. */
    private static BigDecimal plain(double number) {
        BigDecimal stripped = BigDecimal.valueOf(number).stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
