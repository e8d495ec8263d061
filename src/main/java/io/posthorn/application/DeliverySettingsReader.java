package io.posthorn.application;

import io.posthorn.api.RequestFields;
import io.posthorn.api.TextRule;
import io.posthorn.retry.RetryPolicy;
import io.posthorn.retry.RetryPreset;
import io.posthorn.retry.RetrySchedule;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@code retry} and {@code timeoutSeconds}, from a caller and from a row alike. */
public final class DeliverySettingsReader {

    /** Longest time of an attempt, in seconds. */
    public static final int MAX_TIMEOUT_SECONDS = 30;

    /** Most waits of a list. */
    public static final int MAX_DELAYS = 99;

    /** Most attempts of an exponential schedule. */
    public static final int MAX_ATTEMPTS = 100;

    /** Most status codes that are not retried. */
    public static final int MAX_CODES = 50;

    static final String RETRY = "retry";
    static final String TIMEOUT = "timeoutSeconds";

    private static final double MAX_SECONDS = RetrySchedule.MAX_DELAY.toSeconds();
    private static final double SHORTEST_BASE = 0.1;
    private static final double MAX_FACTOR = 100;
    private static final String FORMS =
            Stream.of("preset", "delays", "exponential").collect(Collectors.joining("', '", "'", "'"));

    private DeliverySettingsReader() {}

    /** As a create or update says it: what is left out has no value. */
    public static DeliverySettings whole(RequestFields fields) {
        return patched(fields, DeliverySettings.NONE);
    }

    /** As a patch says it: what is left out stays as it is. */
    public static DeliverySettings patched(RequestFields fields, DeliverySettings current) {
        return new DeliverySettings(
                fields.has(RETRY) ? retry(fields) : current.retry(),
                fields.has(TIMEOUT) ? timeout(fields) : current.timeout());
    }

    private static @Nullable Duration timeout(RequestFields fields) {
        Integer seconds = fields.optionalInteger(TIMEOUT, 1, MAX_TIMEOUT_SECONDS);
        return seconds == null ? null : Duration.ofSeconds(seconds);
    }

    private static @Nullable RetryPolicy retry(RequestFields fields) {
        RequestFields retry = fields.optionalObject(RETRY);
        return retry == null ? null : policy(retry, fields);
    }

    private static @Nullable RetryPolicy policy(RequestFields retry, RequestFields around) {
        long forms = Stream.of("preset", "delays", "exponential")
                .filter(retry::hasValue)
                .count();
        if (forms != 1) {
            around.refuse(RETRY, "must have one of " + FORMS + ", but has " + forms + " of them");
            return null;
        }
        return RetryPolicy.of(schedule(retry), codes(retry));
    }

    private static RetrySchedule schedule(RequestFields retry) {
        if (retry.hasValue("preset")) {
            return preset(retry);
        }
        List<Double> delays = retry.optionalNumbers("delays", 0, MAX_SECONDS, MAX_DELAYS);
        return delays == null
                ? exponential(retry)
                : new RetrySchedule.Listed(
                        delays.stream().map(DeliverySettingsReader::seconds).toList());
    }

    private static RetrySchedule preset(RequestFields retry) {
        String name = retry.optionalText("preset", TextRule.FREE);
        return RetryPreset.named(name == null ? "" : name).orElseGet(() -> {
            String known = Arrays.stream(RetryPreset.values())
                    .map(RetryPreset::text)
                    .collect(Collectors.joining("', '", "'", "'"));
            retry.refuse("preset", "must be one of " + known);
            return RetryPreset.NONE;
        });
    }

    private static RetrySchedule exponential(RequestFields retry) {
        RequestFields form = retry.optionalObject("exponential");
        if (form == null) {
            return RetryPreset.NONE;
        }
        Double base = form.optionalNumber("base", SHORTEST_BASE, MAX_SECONDS);
        Double factor = form.optionalNumber("factor", 1, MAX_FACTOR);
        Integer attempts = form.optionalInteger("maxAttempts", 1, MAX_ATTEMPTS);
        if (base == null || attempts == null) {
            form.refuse(base == null ? "base" : "maxAttempts", "is required, and a number; 'factor' is 2 if left out");
            return RetryPreset.NONE;
        }
        return new RetrySchedule.Exponential(seconds(base), factor == null ? 2 : factor, attempts);
    }

    private static Set<Integer> codes(RequestFields retry) {
        List<Double> codes = retry.optionalNumbers("noRetryOn", 300, 999, MAX_CODES);
        return codes == null ? Set.of() : codes.stream().map(Double::intValue).collect(Collectors.toUnmodifiableSet());
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}
