package io.posthorn.retry;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** {@code delay-seconds}: one or more digits and nothing else; more than a {@code long} holds is not a delay. */
final class SecondsParser implements DelayParser {

    @Override
    public Optional<Duration> parse(String value, Instant now) {
        if (value.isEmpty() || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        try {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
        } catch (NumberFormatException tooLong) {
            return Optional.empty();
        }
    }
}
