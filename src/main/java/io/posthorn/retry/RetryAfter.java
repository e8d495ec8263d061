package io.posthorn.retry;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads the {@code Retry-After} field (RFC 9110, 10.2.3). */
final class RetryAfter {

    /** However long a receiver asks for, we come back after a day. */
    static final Duration MAX = Duration.ofHours(24);

    private static final List<DelayParser> PARSERS = List.of(new SecondsParser(), new HttpDateParser());

    private RetryAfter() {}

    /** The wait that the value asks for, 0 to 24 hours; empty when it is neither seconds nor a date. */
    static Optional<Duration> parse(String value, Instant now) {
        String trimmed = value.strip();
        return PARSERS.stream()
                .flatMap(parser -> parser.parse(trimmed, now).stream())
                .findFirst()
                .map(RetryAfter::clamp);
    }

    private static Duration clamp(Duration delay) {
        if (delay.isNegative()) {
            return Duration.ZERO;
        }
        return delay.compareTo(MAX) > 0 ? MAX : delay;
    }
}
