package io.posthorn.retry;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Reads one form of a delay. */
interface DelayParser {

    /** The delay from {@code now}, negative for a moment that is past; empty when the value has another form. */
    Optional<Duration> parse(String value, Instant now);
}
