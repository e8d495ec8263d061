package io.posthorn.gatling;

import java.time.Duration;
import java.util.function.Supplier;

/** How a receiver behaves at this moment. */
sealed interface Manners {

    /** Answers at once that it took the message. */
    record Kind() implements Manners {}

    /** Takes the message after a while. */
    record Slow(Duration pause) implements Manners {}

    /** Takes the request and never answers within any time-out. */
    record Hung() implements Manners {}

    /** Answers 503. */
    record Down() implements Manners {}

    /** The same manners at all times. */
    static Supplier<Manners> always(Manners manners) {
        return () -> manners;
    }
}
