package io.posthorn.throttle;

import java.time.Instant;

/** What an attempt changed in what is known of its endpoint. */
public sealed interface HealthChange {

    /** Nothing. */
    record None() implements HealthChange {}

    /** It has only failed since the moment, for a while now. */
    record Failing(Instant since) implements HealthChange {}

    /** The endpoint gets nothing until the moment, and then a single probe. */
    record Opened(Instant until, Instant failingSince, int failuresInARow) implements HealthChange {}

    /** The endpoint is back. */
    record Closed() implements HealthChange {}
}
